import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { GIGABYTE, MEGABYTE } from "#src/lib/bytes.ts";
import type { ApiUser, Refusal } from "../support/api-user.ts";
import { zipBytes } from "../support/archive-bytes.ts";
import { eventually } from "../support/eventually.ts";
import { rawRequest } from "../support/raw-request.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, pageOf, zipOf } from "../support/sample-apps.ts";
import { fingerprint } from "./fingerprint.ts";

const MINUTES_MS = 120_000;
const PAGE = zipOf(pageOf("fine"));

let stack: RunningAutoStack;
let api: ApiUser;

beforeAll(async () => {
  stack = await RunningAutoStack.start({
    runtime: "process",
    edge: "embedded",
    env: { AUTOSTACK_HEALTH_TIMEOUT: "2", AUTOSTACK_SOURCE_LIMIT: "100MB", AUTOSTACK_SOURCE_FILES: "2000" },
  });
  api = stack.api;
  // A project of each source, for what is asked of one that exists. The upload was used, so what is kept of it stays.
  const page = await api.launchUpload("page", PAGE);
  await api.live("page", page.deployment);
  stack.app.projects.create(page.project.team, {
    slug: "repository",
    source: { kind: "git", url: "https://git.invalid/me/project.git", branch: "main", folder: null },
    edits: {},
  });
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

type Sent = Parameters<ApiUser["send"]>;

/** The request is refused with a status and words for a person, and all is as it was before. */
async function refused(...[method, path, sent]: Sent): Promise<Refusal & { status: number }> {
  const before = await fingerprint(stack);
  const response = await api.send(method, path, sent);
  const text = await response.text();
  expect(response.status).toBeGreaterThanOrEqual(400);
  expectNoStack(text);
  expect(await fingerprint(stack)).toEqual(before);
  return { status: response.status, ...(JSON.parse(text) as { error: Refusal }).error };
}

function expectNoStack(text: string): void {
  expect(text).not.toMatch(/\bat .*(\.ts|\.js|native|node:)/);
  expect(text).not.toContain(stack.config.dataFolder);
  expect(text).not.toContain("/src/");
}

describe("a repository", () => {
  const URLS = [
    "ext::sh -c id",
    "--upload-pack=touch /tmp/hacked",
    "-u./evil",
    "file:///etc",
    "/etc",
    "http://example.com/me/project.git",
    "git://example.com/me/project.git",
    "https://token@example.com/me/project.git",
    "ssh://-oProxyCommand=id/x",
    "",
  ];

  test.each(URLS)("%p is refused as a URL", async (url) => {
    expect(await refused("POST", "/new/git", { json: { url } })).toMatchObject({ status: 422, field: "url" });
    const wish = { source: "git", slug: "never", url };
    expect(await refused("POST", "/projects", { json: wish })).toMatchObject({ status: 422, field: "url" });
  });

  test.each(["a;id", "--upload-pack=id", "$(id)", "a b", "../x", "a..b", "x.lock", "a\nb"])(
    "%p is refused as a branch",
    async (branch) => {
      const git = { url: "https://example.com/me/project.git", branch };
      expect(await refused("POST", "/new/git", { json: git })).toMatchObject({ status: 422, field: "branch" });
      const wish = { source: "git", slug: "never", ...git };
      expect(await refused("POST", "/projects", { json: wish })).toMatchObject({ status: 422, field: "branch" });
      const preview = await refused("POST", "/projects/repository/deployments", { json: { branch } });
      expect(preview).toMatchObject({ status: 422, field: "branch" });
    },
  );

  test.each(["../..", "/etc", "a/../../b", ".git"])("%p is refused as a folder", async (folder) => {
    const git = { url: "https://example.com/me/project.git", folder };
    expect(await refused("POST", "/new/git", { json: git })).toMatchObject({ status: 422, field: "folder" });
  });

  test("on a host that the network does not know is said to be just that", async () => {
    const refusal = await refused("POST", "/new/git", { json: { url: "https://git.invalid/me/project.git" } });
    expect(refusal).toMatchObject({ field: "url" });
    expect(refusal.summary).toContain("git.invalid");
    const { deployment } = await api.ended("repository", await api.deploy("repository"));
    expect(deployment.state).toMatchObject({ name: "failed", stage: "source", problem: { summary: refusal.summary } });
  });
});

describe("a project", () => {
  test.each(["../x", "", "A", "a b", "-x", "x-", "a".repeat(41), "admin", "x.y", "ü"])(
    "cannot be called %p",
    async (slug) => {
      const wish = { slug, source: "example", example: "static" };
      expect(await refused("POST", "/projects", { json: wish })).toMatchObject({ status: 422, field: "slug" });
    },
  );

  test("cannot have the name of another one", async () => {
    const wish = { slug: "page", source: "example", example: "static" };
    expect(await refused("POST", "/projects", { json: wish })).toMatchObject({ status: 409, field: "slug" });
  });

  test.each([
    [{ source: "svn" }, "source"],
    [{ source: "example", example: "../../etc" }, "example"],
    [{ source: "example", example: "missing" }, "example"],
    [{ source: "example" }, "example"],
    [{ source: "upload" }, "upload"],
    [{ source: "example", example: "static", port: "abc" }, "port"],
    [{ source: "example", example: "static", port: "70000" }, "port"],
    [{ source: "example", example: "static", path: "../.." }, "path"],
    [{ source: "example", example: "static", kind: "virus" }, "kind"],
    [{ source: "example", example: "static", detected: "{" }, "detected"],
    [{ source: "example", example: "static", variables: "A=1\nLD_PRELOAD=/x.so" }, "variables"],
  ])("is not made of %p", async (wish, field) => {
    const refusal = await refused("POST", "/projects", { json: { slug: "never", ...wish } });
    expect(refusal).toMatchObject({ field });
    expect(refusal.status).toBeLessThan(500);
  });

  test.each(["not json", "[]", "null", '{"slug":'])("is not made of the body %p", async (body) => {
    const headers = { "content-type": "application/json" };
    const { status } = await refused("POST", "/projects", { body, headers });
    expect([400, 422]).toContain(status);
  });

  test("is not deleted without its name", async () => {
    const refusal = await refused("POST", "/projects/page/delete", { json: { confirm: "other" } });
    expect(refusal).toMatchObject({ status: 422, field: "confirm" });
  });
});

describe("a variable", () => {
  test.each(["A=B", "LD_PRELOAD", "PATH", "1A", "A B", "", "A\nB", "PORT"])("cannot be called %p", async (name) => {
    const json = { name, value: "x" };
    expect(await refused("POST", "/projects/page/variables", { json })).toMatchObject({ status: 422, field: "name" });
  });

  test("cannot hold what no environment can, or more than 32 kB", async () => {
    for (const value of ["a\0b", "x".repeat(33_000)]) {
      const refusal = await refused("POST", "/projects/page/variables", { json: { name: "A", value } });
      expect(refusal).toMatchObject({ status: 422, field: "value" });
    }
    const pasted = { pasted: "GOOD=1\nLD_PRELOAD=/evil.so" };
    const refusal = await refused("POST", "/projects/page/variables", { json: pasted });
    expect(refusal).toMatchObject({ status: 422, field: "pasted" });
  });
});

describe("an archive", () => {
  const bomb = zipBytes([{ name: "index.html", content: Buffer.alloc(99 * MEGABYTE) }]);
  const ARCHIVES: [string, Uint8Array][] = [
    ["climbs out", zipBytes([{ name: "../../etc/cron.d/evil", content: "x" }])],
    ["has an absolute path", zipBytes([{ name: "/etc/cron.d/evil", content: "x" }])],
    ["climbs out by a link", zipBytes([{ name: "out", content: "../../..", mode: 0o120777, stored: true }])],
    ["is a bomb by its ratio", bomb],
    ["is a bomb by its count", zipBytes(Array.from({ length: 2500 }, (_, index) => ({ name: `${index}.txt` })))],
    ["lies about its size", zipBytes([{ name: "a.txt", content: "x".repeat(5000), claims: { size: 10 } }])],
    ["is damaged", PAGE.slice(0, 60)],
    ["is no archive", new TextEncoder().encode("<html>not an archive at all</html>")],
    ["is empty", new Uint8Array()],
  ];

  test.each(ARCHIVES)("that %s is refused, for programs and on the page", async (_what, archive) => {
    const body = archive as Uint8Array<ArrayBuffer>;
    const refusal = await refused("PUT", "/uploads?name=evil.zip", { body });
    expect(refusal).toMatchObject({ field: "file" });
    expect([413, 422]).toContain(refusal.status);
    const before = await fingerprint(stack);
    const headers = { authorization: api.bearer, accept: "text/html" };
    const page = await fetch(`${stack.url}/uploads?name=evil.zip`, { method: "PUT", headers, body });
    expect(page.status).toBe(refusal.status);
    const text = await page.text();
    expect(text).toContain("<");
    expectNoStack(text);
    expect(await fingerprint(stack)).toEqual(before);
  });

  const put = (...headers: string[]) => [
    "PUT /api/v1/uploads?name=large.zip HTTP/1.1",
    `authorization: ${api.bearer}`,
    ...headers,
  ];

  test("of 3 GB is refused by what it declares, before it is sent", async () => {
    const before = await fingerprint(stack);
    const answer = await rawRequest(stack.url, put(`content-length: ${3 * GIGABYTE}`), zeros(3 * GIGABYTE));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('"field":"file"');
    expect(answer.sentBytes).toBeLessThan(100 * MEGABYTE);
    expect(await fingerprint(stack)).toEqual(before);
  });

  test(
    "of 3 GB that does not say so is refused at the limit, and never held in memory",
    async () => {
      const before = await fingerprint(stack);
      const memory = watchMemory();
      const answer = await rawRequest(stack.url, put("transfer-encoding: chunked"), inChunks(zeros(3 * GIGABYTE)));
      const grownBytes = memory.end();
      expect(answer.status).toBe(413);
      expect(answer.text).toContain('"field":"file"');
      expect(answer.sentBytes).toBeLessThan(2 * GIGABYTE);
      // The sender's own buffers live in this process too; 1 GB would be the upload.
      expect(grownBytes).toBeLessThan(600 * MEGABYTE);
      expect(await fingerprint(stack)).toEqual(before);
    },
    MINUTES_MS,
  );

  test("that breaks off leaves nothing", async () => {
    const before = await fingerprint(stack);
    const sending = new AbortController();
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new Uint8Array(PAGE));
        await Bun.sleep(20);
      },
    });
    const sent = api.send("PUT", "/uploads?name=a.zip", { body, signal: sending.signal }).catch((error) => error);
    await Bun.sleep(200);
    sending.abort();
    expect(await sent).toBeInstanceOf(Error);
    await eventually("the removal of what came", async () => Bun.deepEquals(await fingerprint(stack), before));
  });
});

describe("a version that cannot run", () => {
  const deployed = async (slug: string, files: Record<string, string>) => {
    const { deployment } = await api.launchUpload(slug, zipOf(files));
    const ended = await api.ended(slug, deployment);
    if (ended.deployment.state.name !== "failed") throw new Error(JSON.stringify(ended.deployment.state));
    return ended.deployment.state;
  };

  test("says what was looked for when nothing is recognised", async () => {
    const { stage, problem } = await deployed("nothing", { "notes.txt": "hello" });
    expect([stage, problem.code]).toEqual(["scan", "nothing_recognised"]);
    expect(problem.hint).toContain("package.json");
    expect(problem.hint).toContain("Dockerfile");
  });

  test("names the step that failed and its exit code", async () => {
    const { stage, problem } = await deployed("unbuilt", nodeApp("x", { build: "exit 7" }));
    expect([stage, problem.code]).toEqual(["build", "build_failed"]);
    expect(problem.summary).toMatch(/npm run build.*exit code 7/);
  });

  test("says that the app never listened", async () => {
    const { stage, problem } = await deployed(
      "silent",
      nodeApp("x", { before: "setInterval(() => {}, 1000); return;" }),
    );
    expect([stage, problem.code]).toEqual(["probe", "not_healthy"]);
    expect(problem.summary).toContain("never answered on port");
  });

  test("says on which port it listens instead of the one that it was told", async () => {
    const { problem } = await deployed("elsewhere", nodeApp("x", { before: "process.env.PORT = 0;" }));
    expect(problem.summary).toMatch(/listens on port \d+, but was told to listen on \d+/);
  });
});

test("a full disk stops uploads and deployments before they begin", async () => {
  await using full = await RunningAutoStack.start({
    runtime: "process",
    edge: "embedded",
    env: { AUTOSTACK_FREE_DISK: "900000GB" },
  });
  const before = await fingerprint(full);
  const launch = await full.api.send("POST", "/projects", {
    json: { slug: "a", source: "example", example: "static" },
  });
  expect(launch.status).toBe(507);
  expect(await launch.text()).toContain("AUTOSTACK_FREE_DISK");
  const upload = await full.api.send("PUT", "/uploads?name=a.zip", { body: PAGE as Uint8Array<ArrayBuffer> });
  expect(upload.status).toBe(507);
  expect({ ...(await fingerprint(full)), files: [] }).toEqual({ ...before, files: [] });
});

/** By how much this process was larger at most than at the beginning. */
function watchMemory() {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  return {
    end() {
      clearInterval(timer);
      return most - before;
    },
  };
}

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(4 * MEGABYTE);
  // It begins as a zip does, or it would be refused for that.
  const first = new Uint8Array(4 * MEGABYTE);
  first.set(PAGE);
  yield first;
  for (let sent = chunk.length; sent < bytes; sent += chunk.length) yield chunk;
}

async function* inChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield Buffer.from(`${chunk.length.toString(16)}\r\n`);
    yield chunk;
    yield Buffer.from("\r\n");
  }
  yield Buffer.from("0\r\n\r\n");
}
