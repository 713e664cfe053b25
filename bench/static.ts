import { join } from "node:path";
import { realFiles } from "../src/host/files.ts";
import { realProcesses } from "../src/host/real-processes.ts";
import { packedPath, packSite } from "../src/runtimes/site-pack.ts";
import { DataFolder } from "./lib/autostack.ts";
import { type BenchOptions, type Figure, megabytes, milliseconds, percentile } from "./lib/figures.ts";
import { type LoadResult, rawLoad } from "./lib/load.ts";
import { Nginx } from "./lib/nginx.ts";
import { untilPage } from "./lib/until.ts";
import { memoryOf } from "./lib/usage.ts";

const BINARY = join(import.meta.dir, "../dist/autostack");
const CONNECTIONS = 16;
const SITES = 200;
const WORDS = "releases that lose nothing are served by what is already there ".split(" ");

/** What is asked for: a page as browsers over HTTP take it, a script, a picture, and a file too large to be kept in memory. */
const FILES = [
  { name: "page of 8 kB, gzip", path: "index.html", bytes: 8000, accept: "gzip" },
  { name: "script of 100 kB", path: "assets/app-8f3c2a1b.js", bytes: 100_000, accept: "identity" },
  { name: "picture of 1 MB", path: "photo.jpg", bytes: 1_000_000, accept: "identity" },
];

/** The static server beside Debian's nginx: the same files, in turns, one process each. */
export async function* benchStatic({ short }: BenchOptions): AsyncGenerator<Figure> {
  await using data = await DataFolder.make();
  const site = join(data.path, "sites/site");
  await makeSite(site);
  await using server = await StaticServer.start(data.path);
  if (Nginx.binary === null) yield { what: "static, beside nginx", value: "left out: nginx is not installed" };
  else yield* besideNginx(data.path, site, server, short);
  yield* memoryOfSites(data.path, server);
}

async function* besideNginx(
  folder: string,
  site: string,
  server: StaticServer,
  short: boolean,
): AsyncGenerator<Figure> {
  await using nginx = await Nginx.start(folder, site);
  await untilPage(`http://127.0.0.1:${nginx.port}/`, (page) => page.length > 0);
  for (const { name, path, accept } of FILES) {
    const wish = { headers: { "accept-encoding": accept }, connections: CONNECTIONS, durationMs: short ? 1000 : 4000 };
    const ours = { ...wish, url: `http://127.0.0.1:${server.port}/sites/site/${path}` };
    const theirs = { ...wish, url: `http://127.0.0.1:${nginx.port}/${path}` };
    await Promise.all([rawLoad({ ...ours, durationMs: 1000 }), rawLoad({ ...theirs, durationMs: 1000 })]);
    const rounds: [LoadResult, LoadResult][] = [];
    for (let round = 0; round < 3; round++) rounds.push([await rawLoad(ours), await rawLoad(theirs)]);
    yield { what: `static, ${name}`, value: compare(rounds) };
  }
}

/** The middle one of the rounds, since others may use the machine too. */
function compare(rounds: [LoadResult, LoadResult][]): string {
  const rateOf = ({ durationsMs, tookMs }: LoadResult) => durationsMs.length / (tookMs / 1000);
  const [ours, theirs] = [0, 1].map((side) => {
    const results = rounds.map((round) => round[side as 0 | 1]).toSorted((a, b) => rateOf(a) - rateOf(b));
    return results[1] as LoadResult;
  }) as [LoadResult, LoadResult];
  const words = (result: LoadResult) =>
    `${Math.round(rateOf(result))}/s p99 ${milliseconds(percentile(result.durationsMs, 0.99))}`;
  return `${words(ours)}; nginx ${words(theirs)}; ratio ${(rateOf(ours) / rateOf(theirs)).toFixed(2)}`;
}

/** Asks each of many sites for its page: what they cost together. */
async function* memoryOfSites(folder: string, server: StaticServer): AsyncGenerator<Figure> {
  const before = await memoryOf(server.pid);
  for (let number = 0; number < SITES; number++) {
    await makeSite(join(folder, `sites/site-${number}`), FILES.slice(0, 1));
    await (await fetch(`http://127.0.0.1:${server.port}/sites/site-${number}/`)).arrayBuffer();
  }
  const after = await memoryOf(server.pid);
  const more = megabytes(Math.max(0, after.own - before.own));
  yield {
    what: `static, memory with ${SITES} sites more`,
    value: `${megabytes(after.resident)} (${megabytes(after.own)} its own), ${more} more than with one`,
  };
}

async function makeSite(folder: string, files = FILES): Promise<void> {
  for (const { path, bytes } of files) await Bun.write(join(folder, path), textOf(bytes));
  await packSite(realFiles, folder, { fallback: null });
  const packed = await realFiles.readBytes(packedPath(folder, "gzip", "index.html"));
  await Bun.write(join(folder, "index.html.gz"), packed);
}

function textOf(bytes: number): string {
  let text = "";
  while (text.length < bytes) text += `${WORDS[Math.floor(Math.random() * WORDS.length)]} `;
  return text.slice(0, bytes);
}

/** `autostack static`, as it is started beside Traefik. */
class StaticServer {
  readonly port: number;
  readonly #child: Bun.Subprocess;

  private constructor(port: number, child: Bun.Subprocess) {
    this.port = port;
    this.#child = child;
  }

  static async start(data: string): Promise<StaticServer> {
    const port = await realProcesses.freePort();
    const argv = [BINARY, "static", "--data", data, "--port", String(port)];
    const child = Bun.spawn(argv, { stdout: "ignore", stderr: "inherit" });
    await untilPage(`http://127.0.0.1:${port}/ping`, (page) => page.length > 0);
    return new StaticServer(port, child);
  }

  get pid(): number {
    return this.#child.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.exited;
  }
}
