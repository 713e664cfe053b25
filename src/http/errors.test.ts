import { expect, test } from "bun:test";
import { accountsApp, bodyOf, setUp } from "#test/support/accounts-app.ts";

test("who is not signed in is sent to sign in, and comes back to where they were", async () => {
  const app = accountsApp();
  const page = await app.send("GET", "/thing?tab=logs");
  expect([page.status, page.headers.get("location")]).toEqual([303, "/login?next=%2Fthing%3Ftab%3Dlogs"]);

  const headers = {
    "hx-request": "true",
    "hx-request-type": "partial",
    "hx-current-url": "http://localhost/projects/blog",
  };
  const part = await app.send("POST", "/thing", { headers });
  expect(part.headers.get("hx-redirect")).toBe("/login?next=%2Fprojects%2Fblog");
  expect((await app.send("POST", "/thing")).headers.get("location")).toBe("/login");

  const json = await app.send("GET", "/api/v1/thing");
  expect([json.status, json.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="AutoStack"']);
  expect((await bodyOf(json)).error.code).toBe("sign_in");
});

test("an address where nothing is gets a page, a toast or JSON", async () => {
  const app = accountsApp();
  const page = await app.send("GET", "/nowhere");
  expect(page.status).toBe(404);
  expect(await page.text()).toContain("There is nothing at this address.");

  const toast = await app.send("GET", "/nowhere", { headers: { "hx-request": "true", "hx-request-type": "partial" } });
  expect([toast.status, toast.headers.get("hx-retarget")]).toEqual([404, "#toasts"]);
  expect(await toast.text()).toStartWith('<div class="callout"');

  const json = await app.send("GET", "/api/v1/nowhere");
  expect([json.status, await json.json()]).toEqual([
    404,
    { error: { code: "not_found", summary: "There is nothing at this address." } },
  ]);
});

test("an unforeseen error shows an incident and keeps the rest for the log", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  for (const path of ["/broken", "/api/v1/broken"]) {
    const answer = await app.send("GET", path, { cookie });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain("hunter2");
    const incident = /incident (\w{7})/.exec(app.logged.at(-1) ?? "")?.[1] ?? "none";
    expect(text).toContain(incident);
    expect(app.logged.at(-1)).toContain("hunter2");
    expect(app.logged.at(-1)).toContain("accounts-app.ts");
  }
});

test("input of the wrong shape names its field, also in a body that cannot be read", async () => {
  const app = accountsApp();
  const missing = await app.send("POST", "/api/v1/login", { json: { email: "ada@example.com" } });
  expect([missing.status, (await bodyOf(missing)).error.field]).toEqual([422, "password"]);
  const wrong = await app.send("POST", "/api/v1/login", { json: { email: ["a"], password: "x" } });
  expect([wrong.status, (await bodyOf(wrong)).error.field]).toEqual([422, "email"]);
  const broken = await app.send("POST", "/api/v1/login", { form: {}, headers: { "content-type": "application/json" } });
  expect(broken.status).toBe(400);
  expect((await bodyOf(broken)).error.code).toBe("unreadable_body");
});

test("every page forbids inline script but its own, framing and sniffing", async () => {
  const app = accountsApp();
  const [first, second] = [await app.send("GET", "/login"), await app.send("GET", "/login")];
  const policy = first.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  expect(nonce).toHaveLength(24);
  expect(await first.text()).toContain(`nonce="${nonce}"`);
  expect(policy).not.toContain("unsafe");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(second.headers.get("content-security-policy")).not.toContain(nonce);
  expect(first.headers.get("x-content-type-options")).toBe("nosniff");
});
