import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realProcesses } from "#src/host/real-processes.ts";
import manifest from "../../package.json" with { type: "json" };
import { run } from "../../scripts/lib/run.ts";
import { type ApiUser, signIn } from "../support/api-user.ts";
import { dockerSocket, removeInstallation } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { testName } from "../support/names.ts";
import { endProcesses, makeOwner, OWNER, traefikBinary } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 180_000;
const root = join(import.meta.dir, "../..");

/** The executable alone in a folder, as it is on a server: no checkout, no node_modules, hardly an environment. */
class Binary {
  readonly #child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  #said = "";

  constructor(folder: string, env: Record<string, string>) {
    this.#child = Bun.spawn([join(folder, "autostack"), "serve"], {
      cwd: folder,
      env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: join(folder, "home"), ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    void this.#listen(this.#child.stdout);
    void this.#listen(this.#child.stderr);
  }

  async #listen(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of stream) this.#said += new TextDecoder().decode(chunk);
  }

  /** The first match of what it prints; fails with all of it when it ends before. */
  says(pattern: RegExp): Promise<string> {
    return eventually(
      `${pattern} in what it says`,
      () => {
        if (this.#child.exitCode !== null) throw new Error(this.#said);
        return pattern.exec(this.#said)?.[0];
      },
      30_000,
    );
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    this.#child.kill(signal);
    return this.#child.exited;
  }
}

let folder: string;
let env: Record<string, string>;
let binary: Binary;
let api: ApiUser;
const slug = testName();

const dataFolder = () => join(folder, "data");
const url = () => `http://127.0.0.1:${env.AUTOSTACK_PORT}`;
const html = (path: string) => fetch(url() + path, { headers: { accept: "text/html", authorization: api.bearer } });
const visit = (name: string) =>
  fetch(`http://127.0.0.1:${env.AUTOSTACK_EDGE_PORT}/`, { headers: { host: `${name}.localhost` } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `${testName()}-`));
  await run([process.execPath, join(root, "scripts/build.ts")]);
  await copyFile(join(root, "dist/autostack"), join(folder, "autostack"));
  await chmod(join(folder, "autostack"), 0o755);
  await mkdir(join(folder, "home"));
  env = {
    AUTOSTACK_DATA: dataFolder(),
    AUTOSTACK_ADDRESS: "127.0.0.1",
    AUTOSTACK_PORT: String(await realProcesses.freePort()),
    AUTOSTACK_EDGE_PORT: String(await realProcesses.freePort()),
    AUTOSTACK_RUNTIME: "docker",
    AUTOSTACK_EDGE: "traefik",
    AUTOSTACK_DOCKER: dockerSocket,
    AUTOSTACK_TRAEFIK: traefikBinary,
  };
  binary = new Binary(folder, env);
  const setupUrl = await binary.says(/http:\S+\/setup\?token=\S+/);
  await makeOwner(url(), setupUrl);
  api = await signIn(url(), OWNER);
}, MINUTES_MS);

afterAll(async () => {
  await binary?.end("SIGTERM");
  await endProcesses(dataFolder());
  const installation = readInstallation();
  if (installation !== null) await removeInstallation(installation);
  await rm(folder, { recursive: true, force: true });
}, MINUTES_MS);

/** It named itself, as it does on a server. */
function readInstallation(): string | null {
  const path = join(dataFolder(), "autostack.db");
  if (!existsSync(path)) return null;
  const db = new Database(path);
  const query = db.query<{ value: string }, []>("select value from settings where name = 'installation'");
  const found = query.get()?.value ?? null;
  db.close();
  return found;
}

test("it stands alone: its folder holds nothing but itself and its data", async () => {
  expect((await readdir(folder)).sort()).toEqual(["autostack", "data", "home"]);
  const version = await run([join(folder, "autostack"), "version"], { cwd: folder });
  expect(version).toContain(manifest.version);
});

test.each(["/login", "/dashboard", "/new", "/settings"])(
  "its page %s renders, with every file that it names",
  async (path) => {
    const response = await html(path);
    expect(response.status).toBe(200);
    const page = await response.text();
    const files = [...page.matchAll(/(?:href|src)="(\/[^"#?]+\.(?:css|js|svg|woff2|png|ico|webmanifest)[^"]*)"/g)];
    expect(files.length).toBeGreaterThan(1);
    for (const [, file] of files) {
      const { status } = await fetch(url() + file);
      expect([file, status]).toEqual([file, 200]);
    }
  },
);

test.each([
  ["node", "Hello from Node"],
  ["static", "Your page is"],
])(
  "it builds its own example %s and leads traffic there",
  async (example, text) => {
    const name = `${slug}-${example}`;
    const { deployment } = await api.launch({ slug: name, source: "example", example });
    await api.live(name, deployment);
    expect(await (await visit(name)).text()).toContain(text);
  },
  MINUTES_MS,
);

test(
  "killed in the middle of a build, it ends the build when it is back, and its apps answer all the while",
  async () => {
    const name = `${slug}-killed`;
    const first = await api.launchUpload(name, zipOf(nodeApp("before")));
    await api.live(name, first.deployment);
    const next = await api.deployUpload(name, zipOf(nodeApp("after", { build: "echo begun && sleep 3" })));
    await api.says(name, next, "begun");
    await binary.end("SIGKILL");
    expect(await (await visit(name)).text()).toBe("before");
    binary = new Binary(folder, env);
    await binary.says(/AutoStack runs at/);
    expect(await (await visit(name)).text()).toBe("before");
    await api.live(name, next);
    expect(await (await visit(name)).text()).toBe("after");
  },
  MINUTES_MS,
);
