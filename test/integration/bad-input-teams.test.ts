import { afterAll, beforeAll, expect, test } from "bun:test";
import type { ApiUser, Deployment, Upload } from "../support/api-user.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";
import { fingerprint } from "./fingerprint.ts";

const MINUTES_MS = 120_000;
const PAGE = zipOf(pageOf("Ada's")) as Uint8Array<ArrayBuffer>;

let stack: RunningAutoStack;
let ben: ApiUser;
/** What the owner has, and Ben must not even learn of. */
let theirs: { deployment: Deployment; upload: Upload; session: string; token: string };

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
  const { api } = stack;
  ben = await stack.addUser("Ben");
  const { deployment } = await api.launchUpload("theirs", PAGE);
  await api.live("theirs", deployment);
  const own = await ben.launchUpload("own", zipOf(pageOf("Ben's")));
  await ben.live("own", own.deployment);
  const upload = await api.upload(PAGE, "more.zip");
  const { token } = await api.ask<{ token: { id: string } }>("POST", "/settings/tokens", {
    json: { name: "laptop", scope: "deploy", days: 30 },
  });
  const { sessions } = await api.ask<{ sessions: { id: string }[] }>("GET", "/settings");
  theirs = { deployment, upload, session: sessions[0]?.id ?? "", token: token.id };
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

/** Ben asks and is told that there is no such thing; nothing has changed. */
async function notFound(method: string, path: string, sent: Parameters<ApiUser["send"]>[2] = {}): Promise<void> {
  const before = await fingerprint(stack);
  const response = await ben.send(method, path, sent);
  const text = await response.text();
  expect([path, response.status]).toEqual([path, 404]);
  expect(text).not.toContain("Ada");
  expect(await fingerprint(stack)).toEqual(before);
}

test("a project of another team is not there, whatever is asked of it", async () => {
  for (const page of ["", "/deployments", "/variables", "/settings", "/env-example", "/eject", "/eject/Dockerfile"]) {
    expect((await stack.api.send("GET", `/projects/theirs${page}`)).status).toBe(200);
    await notFound("GET", `/projects/theirs${page}`);
  }
  const form = { json: { confirm: "theirs", name: "A", value: "x", branch: "main" } };
  for (const page of ["/deployments", "/variables", "/variables/A/delete", "/settings", "/delete"]) {
    await notFound("POST", `/projects/theirs${page}`, form);
  }
  await notFound("PUT", "/uploads?name=a.zip&project=theirs", { body: PAGE });
  expect(await stack.textAt("theirs")).toContain("Ada's");
});

test("a deployment of another team is not there, below its own project or below another", async () => {
  for (const project of ["theirs", "own"]) {
    const path = `/projects/${project}/deployments/${theirs.deployment.id}`;
    for (const page of ["", "/log", "/events"]) await notFound("GET", path + page);
    for (const action of ["/cancel", "/redeploy", "/rollback"]) await notFound("POST", path + action);
  }
});

test("an upload of another team cannot be deployed", async () => {
  const { id } = theirs.upload;
  await notFound("POST", "/projects", { json: { slug: "stolen", source: "upload", upload: id } });
  await notFound("POST", "/projects/own/deployments", { json: { upload: id } });
  expect(await stack.textAt("own")).toContain("Ben's");
});

test("a session and a token of another user are not there, and go on working", async () => {
  expect(theirs.session).not.toBe("");
  await notFound("POST", `/settings/sessions/${theirs.session}/end`);
  await notFound("POST", `/settings/tokens/${theirs.token}/revoke`);
  const { sessions, tokens } = await stack.api.ask<{ sessions: unknown[]; tokens: unknown[] }>("GET", "/settings");
  expect([sessions.length, tokens.length]).toEqual([1, 1]);
});

test("nobody is let in without a token, or with one that is none", async () => {
  for (const authorization of ["", "Bearer nonsense", "Bearer as_nonsense", `Bearer ${ben.token.slice(0, -3)}abc`]) {
    const response = await ben.send("GET", "/projects", { headers: { authorization } });
    expect([authorization, response.status]).toEqual([authorization, 401]);
  }
});
