import { expect, test } from "bun:test";
import { accountsApp, bodyOf, OWNER, setUp, type TestApp } from "#test/support/accounts-app.ts";
import { testBox } from "#test/support/database.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { Accounts } from "./accounts.ts";

async function granted(app: TestApp, json: object) {
  const answer = await app.send("POST", "/api/v1/auth/token", { json });
  return { status: answer.status, ...(await bodyOf(answer)) };
}

const status = async (app: TestApp, bearer: string) => (await app.send("GET", "/api/v1/thing", { bearer })).status;

test("e-mail and password give an access token for a quarter of an hour", async () => {
  const app = accountsApp();
  await setUp(app);
  const { accessToken, expiresIn } = await granted(app, OWNER);
  expect(expiresIn).toBe(900);
  expect(JSON.parse(atob(accessToken.split(".")[0] ?? "")).alg).toBe("EdDSA");
  expect(await status(app, accessToken)).toBe(200);
  app.clock.now += 15 * MINUTE_MS;
  expect(await status(app, accessToken)).toBe(401);
});

test("the signing key is stored sealed and outlives a restart", async () => {
  const app = accountsApp();
  await setUp(app);
  const { accessToken } = await granted(app, OWNER);
  const { db, teams, clock } = app;
  const restarted = new Accounts({ db, teams, box: testBox, now: () => clock.now });
  expect((await restarted.visitorByBearer(accessToken))?.user.email).toBe(OWNER.email);
  const stored = JSON.stringify(db.query("select * from settings").all());
  expect(stored).toContain("access_token_key");
  expect(stored).not.toContain("Ed25519");
});

test("a token that was changed, or is signed by nobody, is refused", async () => {
  const app = accountsApp();
  await setUp(app);
  const { accessToken } = await granted(app, OWNER);
  const [head, body = "", signature] = accessToken.split(".");
  const none = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
  const other = btoa(JSON.stringify({ ...JSON.parse(atob(body)), sub: "somebody" })).replaceAll("=", "");
  for (const forged of [`${none}.${body}.`, `${head}.${other}.${signature}`, "as_unknown", "x.y.z", "nonsense"]) {
    expect(await status(app, forged)).toBe(401);
  }
});

test("a refresh token works once and gives the next pair", async () => {
  const app = accountsApp();
  await setUp(app);
  const first = await granted(app, OWNER);
  const second = await granted(app, { refreshToken: first.refreshToken });
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await status(app, second.accessToken)).toBe(200);
  const stored = JSON.stringify(app.db.query("select * from refresh_tokens").all());
  expect(stored).not.toContain(second.refreshToken);
});

test("a refresh token that is used twice ends its family, and no other", async () => {
  const app = accountsApp();
  await setUp(app);
  const stolen = await granted(app, OWNER);
  const unrelated = await granted(app, OWNER);
  const thiefs = await granted(app, { refreshToken: stolen.refreshToken });
  const replay = await granted(app, { refreshToken: stolen.refreshToken });
  expect(replay).toMatchObject({ status: 401, error: { code: "refresh_token_refused" } });

  expect((await granted(app, { refreshToken: thiefs.refreshToken })).status).toBe(401);
  expect(await status(app, thiefs.accessToken)).toBe(401);
  expect(await status(app, unrelated.accessToken)).toBe(200);
  expect((await granted(app, { refreshToken: unrelated.refreshToken })).status).toBe(200);
});

test("what is missing is named", async () => {
  const app = accountsApp();
  expect(await granted(app, {})).toMatchObject({ status: 422, error: { field: "email" } });
  expect(await granted(app, { email: OWNER.email })).toMatchObject({ status: 422, error: { field: "password" } });
});
