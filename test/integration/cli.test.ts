import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realProcesses } from "#src/host/real-processes.ts";
import { signIn } from "../support/api-user.ts";
import { writeFiles } from "../support/archives.ts";
import { eventually } from "../support/eventually.ts";
import { testName } from "../support/names.ts";
import { endProcesses } from "../support/running-autostack.ts";

const ROOT = join(import.meta.dir, "../..");
const OWNER = { email: "ada@example.com", password: "correct horse battery" };

/** `autostack` as a person runs it, from one terminal; `serve` runs in another. */
let folder: string;
let env: Record<string, string>;
let port: number;
const started: Bun.Subprocess[] = [];

function spawn(argv: string[], options: { cwd?: string; stdin?: Blob; more?: Record<string, string> } = {}) {
  const { cwd = folder, stdin, more = {} } = options;
  const child = Bun.spawn([process.execPath, join(ROOT, "src/main.ts"), ...argv], {
    ...{ cwd, env: { ...env, ...more }, stdout: "pipe", stderr: "pipe" },
    ...(stdin && { stdin }),
  });
  started.push(child);
  return child;
}

async function autostack(argv: string[], options: Parameters<typeof spawn>[1] = {}) {
  const child = spawn(argv, options);
  const [out, err, code] = await Promise.all([
    new Response(child.stdout as ReadableStream).text(),
    new Response(child.stderr as ReadableStream).text(),
    child.exited,
  ]);
  return { out, err, code };
}

/** A tiny server that says its version. */
const app = (version: string) => ({
  "package.json": JSON.stringify({ name: "hello", scripts: { start: "node server.js" } }),
  "server.js": `const { createServer } = require("node:http");
createServer((request, response) => {
  console.log("asked for", request.url);
  response.end("${version}");
}).listen(process.env.PORT, () => console.log("${version} listens"));
process.on("SIGTERM", () => process.exit(0));
`,
  ".gitignore": "*.secret\n",
  "key.secret": "not to be sent",
});

async function visit(path = "/"): Promise<string> {
  const headers = { host: `hello.localhost:${port}` };
  return (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `${testName()}-`));
  port = await realProcesses.freePort();
  env = {
    PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
    HOME: folder,
    AUTOSTACK_DATA: join(folder, "data"),
    AUTOSTACK_ADDRESS: "127.0.0.1",
    AUTOSTACK_PORT: String(port),
    AUTOSTACK_RUNTIME: "process",
    AUTOSTACK_EDGE: "embedded",
    AUTOSTACK_ON_STOP: "end",
    AUTOSTACK_SERVER: `http://127.0.0.1:${port}`,
  };
  spawn(["serve"]);
  await eventually("the server", async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok, 30_000);
  const stdin = new Blob([OWNER.password]);
  const words = ["user", "add", OWNER.email, "--name", "Ada", "--owner", "--password-stdin"];
  const added = await autostack(words, { stdin });
  if (added.code !== 0) throw new Error(added.err);
  env.AUTOSTACK_TOKEN = (await signIn(env.AUTOSTACK_SERVER ?? "", OWNER)).token;
}, 60_000);

afterAll(async () => {
  const [server] = started;
  server?.kill("SIGTERM");
  await Promise.race([server?.exited, Bun.sleep(10_000)]);
  for (const child of started) child.kill("SIGKILL");
  await endProcesses(join(folder, "data"));
  await rm(folder, { recursive: true, force: true });
}, 30_000);

test("a folder becomes an app at a URL, a newer one replaces it, and a rollback brings it back", async () => {
  await writeFiles(join(folder, "hello"), app("version one"));
  const first = await autostack(["deploy", "hello", "--project", "hello"]);
  expect(first).toMatchObject({ code: 0 });
  expect(first.err).toContain("Uploaded 3 files");
  expect(first.out).toEndWith(`\nhttp://hello.localhost:${port}\n`);
  expect(await visit()).toBe("version one");

  await writeFiles(join(folder, "hello"), app("version two"));
  expect(await autostack(["deploy", "--project", "hello"], { cwd: join(folder, "hello") })).toMatchObject({ code: 0 });
  expect(await visit()).toBe("version two");

  const back = await autostack(["rollback", "--project", "hello"]);
  expect(back).toMatchObject({ code: 0 });
  expect(back.err).toContain("brings back what deployment 1 made");
  expect(await visit()).toBe("version one");
}, 120_000);

test("the log of an app is printed and followed", async () => {
  await visit("/before");
  const { out } = await eventually("the line", async () => {
    const result = await autostack(["logs", "--project", "hello"]);
    return result.out.includes("/before") && result;
  });
  expect(out).toMatch(/^\d{4}-\S+Z web │ asked for \/before$/m);

  const following = spawn(["logs", "--project", "hello", "--follow"]);
  let seen = "";
  const reading = (async () => {
    for await (const chunk of following.stdout as ReadableStream<Uint8Array>) seen += Buffer.from(chunk).toString();
  })();
  await eventually("the lines so far", () => seen.includes("/before"));
  await eventually("a new line", async () => {
    await visit("/after");
    return seen.includes("/after");
  });
  following.kill("SIGINT");
  expect(await following.exited).toBe(130);
  await reading;
}, 60_000);

test("a version that never starts fails with its reason, and the one before stays", async () => {
  const broken = { ...app("version three"), "server.js": 'throw new Error("no way");\n' };
  await writeFiles(join(folder, "hello"), broken);
  const { code, out, err } = await autostack(["deploy", "hello", "--project", "hello"]);
  expect(code).toBe(1);
  expect(out).toContain("no way");
  expect(err).toMatch(/Deployment 4 failed in \w+: \S/);
  expect(await visit()).toBe("version one");
  const log = await autostack(["logs", "--project", "hello", "--deployment", "4"]);
  expect(log.code).toBe(0);
  expect(log.out).toBe(out);
}, 120_000);

test("a wrong token is refused with 4, and no server with 3", async () => {
  const words = ["logs", "--project", "hello"];
  expect(await autostack(words, { more: { AUTOSTACK_TOKEN: "wrong" } })).toMatchObject({ code: 4 });
  const nowhere = `http://127.0.0.1:${await realProcesses.freePort()}`;
  expect(await autostack(words, { more: { AUTOSTACK_SERVER: nowhere } })).toMatchObject({ code: 3 });
});

test("the doctor sees that AutoStack runs and where its data is", async () => {
  const { code, out } = await autostack(["doctor"]);
  expect(code).toBe(0);
  expect(out).toContain(`AutoStack is running on ${port}.`);
  expect(out).toContain(`${join(folder, "data")} can be written.`);
  expect(out).toMatch(/It opens and is at migration (\d+) of \1\./);
}, 30_000);
