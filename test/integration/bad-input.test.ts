import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ApiUser } from "../support/api-user.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, pageOf, zipOf } from "../support/sample-apps.ts";
import { fingerprint } from "./fingerprint.ts";
import { expectRefused } from "./refused.ts";

const MINUTES_MS = 120_000;
const PAGE = zipOf(pageOf("fine"));

let stack: RunningAutoStack;
let api: ApiUser;

beforeAll(async () => {
  stack = await RunningAutoStack.start({
    runtime: "process",
    edge: "embedded",
    env: { AUTOSTACK_HEALTH_TIMEOUT: "2" },
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

const refused = (...sent: Parameters<ApiUser["send"]>) => expectRefused(stack, ...sent);

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

  const WISHES: [Record<string, string>, string][] = [
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
  ];

  test.each(WISHES.map(([wish, field]) => [JSON.stringify(wish), field, wish] as const))(
    "is not made of %s: %s",
    async (_words, field, wish) => {
      const refusal = await refused("POST", "/projects", { json: { slug: "never", ...wish } });
      expect(refusal).toMatchObject({ field });
      expect(refusal.status).toBeLessThan(500);
    },
  );

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

test("code in which nothing is recognised is refused with what was looked for, before there is a project", async () => {
  const upload = await api.upload(zipOf({ "notes.txt": "hello" }) as Uint8Array<ArrayBuffer>, "notes.zip");
  const wish = { slug: "nothing", source: "upload", upload: upload.id, fileName: "notes.zip" };
  const refusal = await refused("POST", "/projects", { json: wish });
  expect(refusal).toMatchObject({ status: 422, code: "nothing_recognised", field: "source" });
  expect(refusal.hint).toContain("package.json");
  expect(refusal.hint).toContain("Dockerfile");
});

describe("a version that cannot run", () => {
  const deployed = async (slug: string, files: Record<string, string>) => {
    const { deployment } = await api.launchUpload(slug, zipOf(files));
    const ended = await api.ended(slug, deployment);
    if (ended.deployment.state.name !== "failed") throw new Error(JSON.stringify(ended.deployment.state));
    return ended.deployment.state;
  };

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
