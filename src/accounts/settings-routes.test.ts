import { expect, test } from "bun:test";
import { accountsApp, addMember, bodyOf, cookieOf, MEMBER, OWNER, setUp, signIn } from "#test/support/accounts-app.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";

const asJson = { accept: "application/json" };

test("changing the password ends the other sessions and what programs were granted, and keeps this one", async () => {
  const app = accountsApp();
  const here = await setUp(app);
  const elsewhere = await signIn(app, OWNER);
  const grant = await bodyOf(await app.send("POST", "/api/v1/auth/token", { json: OWNER }));
  const change = { current: OWNER.password, password: "a brand new password" };
  expect((await app.send("POST", "/settings/password", { cookie: here, form: change })).status).toBe(303);

  expect((await app.send("GET", "/thing", { cookie: here })).status).toBe(200);
  expect((await app.send("GET", "/thing", { cookie: elsewhere, headers: asJson })).status).toBe(401);
  expect((await app.send("GET", "/thing", { bearer: grant.accessToken, headers: asJson })).status).toBe(401);
  const refreshed = await app.send("POST", "/api/v1/auth/token", { json: { refreshToken: grant.refreshToken } });
  expect(refreshed.status).toBe(401);
  expect(await signIn(app, OWNER)).toBe("");
  expect(await signIn(app, { ...OWNER, password: change.password })).not.toBe("");
});

test("a password is changed only by who knows the present one", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const guess = { current: "not the password", password: "a brand new password" };
  const refused = await app.send("POST", "/settings/password", { cookie, form: guess });
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain("That is not your present password.");
  expect(page).not.toContain(guess.password);
  expect(await signIn(app, OWNER)).not.toBe("");
});

test("a person sees and ends only their own sessions", async () => {
  const app = accountsApp();
  const owner = await setUp(app);
  const member = await addMember(app);
  const mine = await bodyOf(await app.send("GET", "/api/v1/settings", { cookie: owner }));
  expect(mine.sessions).toHaveLength(1);
  const path = `/settings/sessions/${mine.sessions[0].id}/end`;
  expect((await app.send("POST", path, { cookie: member })).status).toBe(404);
  expect((await app.send("GET", "/thing", { cookie: owner })).status).toBe(200);

  const other = await signIn(app, OWNER);
  expect((await app.send("POST", path, { cookie: other })).headers.get("location")).toBe("/settings?done=session");
  expect((await app.send("GET", "/thing", { cookie: owner, headers: asJson })).status).toBe(401);
});

test("ending the session that one sits in signs out", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const { sessions } = await bodyOf(await app.send("GET", "/api/v1/settings", { cookie }));
  const ended = await app.send("POST", `/settings/sessions/${sessions[0].id}/end`, { cookie });
  expect(ended.headers.get("location")).toBe("/login");
  expect(cookieOf(ended)).toBe("autostack_session=");
});

test("a personal token is shown once, stored hashed, and revoked only by its owner", async () => {
  const app = accountsApp();
  const owner = await setUp(app);
  const member = await addMember(app);
  const page = await app.send("POST", "/settings/tokens", {
    cookie: owner,
    form: { name: "laptop", scope: "read", days: "30" },
  });
  const secret = /as_[\w-]{43}/.exec(await page.text())?.[0] ?? "";
  expect(secret).not.toBe("");
  expect(await (await app.send("GET", "/settings", { cookie: owner })).text()).not.toContain(secret);
  expect(JSON.stringify(app.db.query("select * from personal_tokens").all())).not.toContain(secret.slice(3));

  const [token] = (await bodyOf(await app.send("GET", "/api/v1/settings", { cookie: owner }))).tokens;
  const revoke = `/settings/tokens/${token.id}/revoke`;
  expect((await app.send("POST", revoke, { cookie: member })).status).toBe(404);
  expect((await app.send("GET", "/thing", { bearer: secret })).status).toBe(200);
  expect((await app.send("POST", revoke, { cookie: owner })).status).toBe(303);
  expect((await app.send("GET", "/api/v1/thing", { bearer: secret })).status).toBe(401);
});

test("each scope allows what it says and nothing beyond", async () => {
  const app = accountsApp();
  await setUp(app);
  const [owner] = app.accounts.users();
  if (!owner) throw new Error("no owner");
  const statuses = async (scope: "read" | "deploy" | "admin") => {
    const wish = { name: scope, scopes: [scope], expiresInDays: null };
    const { secret } = app.accounts.personalTokens.create(owner.id, wish);
    const profile = { bearer: secret, json: { name: "Ada", email: OWNER.email } };
    const answers = [
      await app.send("GET", "/api/v1/thing", { bearer: secret }),
      await app.send("POST", "/api/v1/thing", { bearer: secret }),
      await app.send("POST", "/api/v1/settings/profile", profile),
    ];
    return answers.map(({ status }) => status);
  };
  expect(await statuses("read")).toEqual([200, 403, 403]);
  expect(await statuses("deploy")).toEqual([200, 200, 403]);
  expect(await statuses("admin")).toEqual([200, 200, 200]);
});

test("a token stops at its end, and its use is noted at most once a minute", async () => {
  const app = accountsApp();
  await setUp(app);
  const [owner] = app.accounts.users();
  if (!owner) throw new Error("no owner");
  const { personalTokens } = app.accounts;
  const { secret } = personalTokens.create(owner.id, { name: "ci", scopes: ["read"], expiresInDays: 1 });
  const use = async () => (await app.send("GET", "/api/v1/thing", { bearer: secret })).status;
  const lastUsed = () => personalTokens.list(owner.id)[0]?.lastUsedAt ?? null;

  expect(lastUsed()).toBeNull();
  expect(await use()).toBe(200);
  const first = app.clock.now;
  app.clock.now += MINUTE_MS - 1;
  await use();
  expect(lastUsed()).toBe(first);
  app.clock.now += 1;
  await use();
  expect(lastUsed()).toBe(first + MINUTE_MS);
  app.clock.now = first + DAY_MS;
  expect(await use()).toBe(401);
});

test("a token that makes no sense is refused beside its field", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const field = async (json: object) => {
    const answer = await app.send("POST", "/api/v1/settings/tokens", { cookie, json });
    return [answer.status, (await bodyOf(answer)).error.field];
  };
  expect(await field({ name: " ", scope: "read", days: 1 })).toEqual([422, "name"]);
  expect(await field({ name: "ci", scope: "read", days: "soon" })).toEqual([422, "days"]);
  expect(await field({ name: "ci", scope: "read", days: 0 })).toEqual([422, "days"]);
  expect(await field({ name: "ci", scope: [], days: 1 })).toEqual([422, "scope"]);
  expect(await field({ name: "ci", scope: "everything", days: 1 })).toEqual([422, "scope"]);
});

test("a profile keeps to itself: nobody takes another's e-mail", async () => {
  const app = accountsApp();
  await setUp(app);
  const member = await addMember(app);
  const taken = { name: "Ben", email: OWNER.email.toUpperCase() };
  const refused = await app.send("POST", "/settings/profile", { cookie: member, form: taken });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("There is already an account with this e-mail address.");
  const moved = { name: "Benjamin", email: "benjamin@example.com" };
  expect((await app.send("POST", "/settings/profile", { cookie: member, form: moved })).status).toBe(303);
  expect(await signIn(app, { ...MEMBER, email: moved.email })).not.toBe("");
});
