// A git server that sends one byte a second: `bun test/faults/slow-git.ts`.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { hasEnded } from "#src/deployments/deployment.ts";
import { type Certificate, commitFiles, makeCertificate, serveGit } from "../integration/git-server.ts";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { eventually } from "../support/eventually.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/x-git-upload-pack-advertisement\r\n\r\n";
const BODY = "001e# service=git-upload-pack\n0000".padEnd(10_000, "0");
/** The beginning of a TLS record that is 16 kB long. */
const RECORD = `\x16\x03\x03\x40${"\0".repeat(10_000)}`;
const LONGEST_MS = 90_000;

/** Where the server begins to take its time. */
const SLOW_FROM = ["the handshake", "the head of its answer", "the repository"] as const;
type SlowFrom = (typeof SLOW_FROM)[number];

/** Sends `quickly` at once and then `slowly`, a byte each second. */
function drip(socket: Socket, quickly: string, slowly: string): void {
  let sent = 0;
  socket.write(quickly, "latin1");
  const timer = setInterval(() => socket.write(slowly.charAt(sent++), "latin1"), 1000);
  socket.on("error", () => {}).on("close", () => clearInterval(timer));
}

async function slowServer(from: SlowFrom, port: number, { key, cert }: Certificate): Promise<{ close(): void }> {
  const open = new Set<Socket>();
  const [quickly, slowly] = from === "the repository" ? [HEAD, BODY] : ["", HEAD];
  const answer = (socket: Socket) => {
    open.add(socket);
    if (from === "the handshake") drip(socket, "", RECORD);
    else socket.once("data", () => drip(socket, quickly, slowly));
  };
  const server = from === "the handshake" ? createServer(answer) : createTlsServer({ key, cert }, answer);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** A project of a server that still answers quickly; then it is slow. `deploySlowly` deploys from there again. */
async function launchFrom(from: SlowFrom, { api }: AutoStackProcess, folder: string, certificate: Certificate) {
  const slug = `from-${SLOW_FROM.indexOf(from)}`;
  const server = serveGit(folder, { certificate });
  const { port } = new URL(server.url);
  const { deployment } = await api.launch({ slug, source: "git", url: `${server.url}/shop` });
  await api.live(slug, deployment);
  await server.stop();
  const { close } = await slowServer(from, Number(port), certificate);
  const deploySlowly = async () => {
    const begun = performance.now();
    const { id } = await api.deploy(slug);
    const state = await eventually(
      `the end of a deployment whose server is slow from ${from} on`,
      async () => {
        const { state } = (await api.facts(slug, id)).deployment;
        return hasEnded(state) && state;
      },
      LONGEST_MS,
    );
    return { from, state, endedMs: performance.now() - begun };
  };
  return { deploySlowly, close };
}

/** How deployments from such servers end and after how long, and how long another one took meanwhile, where one is built at once. */
export async function measureSlowGit() {
  const folder = await mkdtemp(join(tmpdir(), "autostack-slow-"));
  const closing: (() => void)[] = [];
  try {
    const certificate = await makeCertificate(folder);
    await commitFiles(join(folder, "shop"), pageOf("here"), "First version");
    await using autostack = await AutoStackProcess.start({
      ...{ AUTOSTACK_RUNTIME: "process", GIT_SSL_CAINFO: certificate.file },
      AUTOSTACK_CONCURRENCY: "1",
    });
    const launched = [];
    for (const from of SLOW_FROM) {
      const { deploySlowly, close } = await launchFrom(from, autostack, folder, certificate);
      launched.push(deploySlowly);
      closing.push(close);
    }
    const ends = Promise.all(launched.map((deploySlowly) => deploySlowly()));
    const begun = performance.now();
    const { api } = autostack;
    const other = await api.live("page", (await api.launchUpload("page", zipOf(pageOf("here")))).deployment);
    const otherMs = performance.now() - begun;
    return { ends: await ends, other: other.deployment.state.name, otherMs };
  } finally {
    for (const close of closing) close();
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { ends, other, otherMs } = await measureSlowGit();
  for (const { from, state, endedMs } of ends) {
    const words = state.name === "failed" ? `${state.problem.summary} ${state.problem.hint ?? ""}` : "";
    console.log(`A byte a second from ${from} on: ${state.name} after ${Math.round(endedMs)} ms. ${words}`);
  }
  console.log(`  Another deployment meanwhile: ${other} after ${Math.round(otherMs)} ms.`);
}
