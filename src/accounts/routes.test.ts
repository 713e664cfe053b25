import { expect, test } from "bun:test";
import { accountsApp, addMember, bodyOf, cookieOf, MEMBER, OWNER, setUp, signIn } from "#test/support/accounts-app.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";

test("the link from the console makes the owner once and signs them in", async () => {
  const app = accountsApp();
  const token = app.accounts.setupToken() ?? "";
  expect((await app.send("GET", `/setup?token=${token}`)).status).toBe(200);

  const made = await app.send("POST", "/setup", { form: { ...OWNER, token } });
  expect(made.status).toBe(303);
  expect(made.headers.get("location")).toBe("/dashboard");
  expect(await (await app.send("GET", "/thing", { cookie: cookieOf(made) })).json()).toBe(OWNER.email);

  const again = await app.send("POST", "/setup", { form: { ...MEMBER, token } });
  expect(again.status).toBe(403);
  expect(app.accounts.setupToken()).toBeNull();
  expect(app.accounts.users()).toHaveLength(1);
});

test("a new start makes the set-up link before it worthless", async () => {
  const app = accountsApp();
  const old = app.accounts.setupToken();
  app.accounts.setupToken();
  expect((await app.send("GET", `/setup?token=${old}`)).status).toBe(403);
  expect((await app.send("GET", "/setup")).status).toBe(403);
});

test("two people who use the set-up link at once make one owner", async () => {
  const app = accountsApp();
  const token = app.accounts.setupToken() ?? "";
  const answers = await Promise.all(
    [OWNER, MEMBER].map((who) => app.send("POST", "/setup", { form: { ...who, token } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 403]);
  expect(app.accounts.users()).toHaveLength(1);
});

test("a refused form comes back with 422, what was typed and never the password", async () => {
  const app = accountsApp();
  const token = app.accounts.setupToken() ?? "";
  const refused = await app.send("POST", "/setup", { form: { ...OWNER, password: "too-short", token } });
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain("<!doctype html>");
  expect(page).toContain('value="ada@example.com"');
  expect(page).toContain("at least 10 characters");
  expect(page).not.toContain("too-short");
});

test("htmx gets the form alone, and is told by a header where to go", async () => {
  const app = accountsApp();
  await setUp(app);
  const headers = { "hx-request": "true", "hx-request-type": "partial" };
  const refused = await app.send("POST", "/login", { headers, form: { email: OWNER.email, password: "wrong" } });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toStartWith('<section id="login"');

  const done = await app.send("POST", "/login", { headers, form: { email: OWNER.email, password: OWNER.password } });
  expect(done.status).toBe(200);
  expect(done.headers.get("hx-redirect")).toBe("/dashboard");
  expect(cookieOf(done)).toStartWith("autostack_session=");
});

test("the session's cookie is for this host only, and the database does not hold it", async () => {
  const plain = accountsApp();
  const token = plain.accounts.setupToken() ?? "";
  const set = (await plain.send("POST", "/setup", { form: { ...OWNER, token } })).headers.get("set-cookie") ?? "";
  expect(set).toMatch(/^autostack_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
  const stored = JSON.stringify(plain.db.query("select * from sessions").all());
  expect(stored).not.toContain(set.slice("autostack_session=".length, 60));

  const behindTls = accountsApp({ publicUrl: "https://deploy.example.com" });
  const cookie = await setUp(behindTls);
  expect(cookie).toStartWith("__Host-autostack_session=");
  expect((await behindTls.send("GET", "/thing", { cookie })).status).toBe(200);
  const plainName = cookie.replace("__Host-", "");
  const asJson = { accept: "application/json" };
  expect((await behindTls.send("GET", "/thing", { cookie: plainName, headers: asJson })).status).toBe(401);
});

test("wrong password and unknown e-mail get the same answer", async () => {
  const app = accountsApp();
  await setUp(app);
  const answers = [OWNER.email, "nobody@example.com"].map(async (email) => {
    const answer = await app.send("POST", "/api/v1/auth/token", { json: { email, password: "not the password" } });
    return { status: answer.status, body: await answer.json() };
  });
  const [known, unknown] = await Promise.all(answers);
  expect(known).toEqual(unknown);
  expect(known?.status).toBe(422);
});

test("the next page is a path of this server or the dashboard", async () => {
  const app = accountsApp();
  await setUp(app);
  const { email, password } = OWNER;
  const next = async (value: string) =>
    (await app.send("POST", "/login", { form: { email, password, next: value } })).headers.get("location");
  expect(await next("/projects/blog?tab=logs")).toBe("/projects/blog?tab=logs");
  for (const bad of [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "javascript:1",
    "/\t/evil.example",
  ]) {
    expect(await next(bad)).toBe("/dashboard");
  }
});

test("an account can be tried ten times in a quarter of an hour, also all at once", async () => {
  const app = accountsApp();
  await setUp(app);
  const wrong = { json: { email: OWNER.email.toUpperCase(), password: "wrong wrong wrong" } };
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => (await app.send("POST", "/api/v1/auth/token", wrong)).status),
  );
  expect(statuses.filter((status) => status === 422)).toHaveLength(10);

  const refused = await app.send("POST", "/api/v1/auth/token", {
    json: { email: OWNER.email, password: OWNER.password },
  });
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("900");
  expect((await bodyOf(refused)).error.hint).toBe("Try again in 15m 0s.");

  app.clock.now += 15 * MINUTE_MS;
  expect(await signIn(app, OWNER)).toContain("autostack_session=");
});

test("one address can try thirty times, over all accounts; signing in to one's own does not wash it clean", async () => {
  const app = accountsApp();
  await setUp(app);
  const attempt = (email: string, password = "wrong wrong wrong") =>
    app.send("POST", "/api/v1/auth/token", { json: { email, password } });
  for (let index = 0; index < 30; index++) expect((await attempt(`user${index}@example.com`)).status).toBe(422);
  expect((await attempt(OWNER.email, OWNER.password)).status).toBe(429);
});

test("sessions slide, and end thirty days after they were last used", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const asJson = { accept: "application/json" };
  app.clock.now += 29 * DAY_MS;
  expect((await app.send("GET", "/thing", { cookie, headers: asJson })).status).toBe(200);
  app.clock.now += 29 * DAY_MS;
  expect((await app.send("GET", "/thing", { cookie, headers: asJson })).status).toBe(200);
  app.clock.now += 30 * DAY_MS;
  expect((await app.send("GET", "/thing", { cookie, headers: asJson })).status).toBe(401);
  app.accounts.sweep();
  expect(app.db.query("select id from sessions").all()).toEqual([]);
});

test("signing out ends the session and not only the cookie", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const out = await app.send("POST", "/logout", { cookie });
  expect(out.status).toBe(303);
  expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
  expect((await app.send("GET", "/thing", { cookie })).headers.get("location")).toBe("/login?next=%2Fthing");
});

test("an invitation makes one account and lets it into the team", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  expect((await app.send("GET", "/signup")).status).toBe(403);
  const invited = await app.send("POST", "/api/v1/settings/invitations", {
    cookie,
    json: { email: MEMBER.email, role: "viewer" },
  });
  const link = new URL((await bodyOf(invited)).link);
  const invitation = link.searchParams.get("invitation") ?? "";
  expect(JSON.stringify(app.db.query("select * from invitations").all())).not.toContain(invitation);
  expect(await (await app.send("GET", link.pathname + link.search)).text()).toContain("Join Ada’s team");

  app.clock.now += MINUTE_MS;
  const joined = await app.send("POST", "/signup", { form: { ...MEMBER, invitation } });
  expect(joined.status).toBe(303);
  const [member] = app.accounts.users().filter(({ email }) => email === MEMBER.email);
  const roles = member && app.teams.of(member).map(({ team, role }) => `${team.name}: ${role}`);
  expect(roles).toEqual(["Ben’s team: owner", "Ada’s team: viewer"]);

  const again = await app.send("POST", "/signup", { form: { ...MEMBER, email: "eve@example.com", invitation } });
  expect(again.status).toBe(410);
  expect(app.accounts.users()).toHaveLength(2);
});

test("two people with one invitation: the second makes no account", async () => {
  const app = accountsApp();
  await setUp(app);
  const [owner] = app.accounts.users();
  if (!owner) throw new Error("no owner");
  const { token } = app.teams.invite(app.teams.personalMember(owner), { email: MEMBER.email, role: "viewer" });
  const people = [MEMBER, { ...MEMBER, email: "eve@example.com" }];
  const answers = await Promise.all(
    people.map((who) => app.send("POST", "/signup", { form: { ...who, invitation: token } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
  expect(app.accounts.users()).toHaveLength(2);
});

test("an invitation lasts seven days", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const invited = await app.send("POST", "/api/v1/settings/invitations", {
    cookie,
    json: { email: MEMBER.email, role: "viewer" },
  });
  const { pathname, search } = new URL((await bodyOf(invited)).link);
  app.clock.now += 7 * DAY_MS;
  expect((await app.send("GET", pathname + search)).status).toBe(410);
});

test("the owner, and nobody else, decides who may sign up", async () => {
  const app = accountsApp();
  const owner = await setUp(app);
  const member = await addMember(app);
  const open = { form: { mode: "open" } };
  expect((await app.send("POST", "/settings/sign-up", { cookie: member, ...open })).status).toBe(403);
  expect((await app.send("POST", "/settings/sign-up", { cookie: owner, ...open })).status).toBe(303);
  const newcomer = { name: "Cy", email: "cy@example.com", password: "yet another password" };
  expect((await app.send("POST", "/signup", { form: newcomer })).status).toBe(303);
  expect((await app.send("POST", "/signup", { form: { ...newcomer, email: "CY@example.com" } })).status).toBe(422);
  expect((await app.send("POST", "/settings/sign-up", { cookie: owner, form: { mode: "sometimes" } })).status).toBe(
    422,
  );
});
