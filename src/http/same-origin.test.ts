import { expect, test } from "bun:test";
import { accountsApp, OWNER, setUp } from "#test/support/accounts-app.ts";
import { isFromHere } from "./same-origin.ts";

const COOKIE = "autostack_session=x";

function allows(headers: Record<string, string>, publicUrl: string | null = null): boolean {
  return isFromHere(new Request("http://localhost:8080/thing", { method: "POST", headers }), publicUrl);
}

test.each(["cross-site", "same-site", "none", "nonsense"])(
  "a browser that says %s is refused, with a cookie or without",
  (site) => {
    expect(allows({ "sec-fetch-site": site, cookie: COOKIE })).toBe(false);
    expect(allows({ "sec-fetch-site": site })).toBe(false);
    // An origin that looks right does not outweigh what the browser itself says.
    expect(allows({ "sec-fetch-site": site, origin: "http://localhost:8080", cookie: COOKIE })).toBe(false);
  },
);

test("a browser that says same-origin passes", () => {
  expect(allows({ "sec-fetch-site": "same-origin", cookie: COOKIE })).toBe(true);
});

test("without Sec-Fetch-Site the origin must be this one or the public one", () => {
  expect(allows({ origin: "http://localhost:8080", cookie: COOKIE })).toBe(true);
  for (const origin of ["http://app.localhost:8080", "http://localhost:8081", "https://localhost:8080", "null"]) {
    expect(allows({ origin, cookie: COOKIE })).toBe(false);
  }
  expect(allows({ origin: "https://deploy.example.com", cookie: COOKIE }, "https://deploy.example.com")).toBe(true);
  expect(allows({ origin: "https://blog.deploy.example.com", cookie: COOKIE }, "https://deploy.example.com")).toBe(
    false,
  );
});

test("without either header only requests without a cookie pass", () => {
  expect(allows({})).toBe(true);
  expect(allows({ cookie: COOKIE })).toBe(false);
});

test("a token passes from anywhere, unless a cookie comes along", () => {
  expect(allows({ authorization: "Bearer as_x", origin: "https://ci.example" })).toBe(true);
  expect(allows({ authorization: "Bearer as_x", origin: "https://ci.example", cookie: COOKIE })).toBe(false);
});

test("an app beside the dashboard can neither change things nor sign somebody in, and nothing happens", async () => {
  const app = accountsApp();
  const cookie = await setUp(app);
  const sameSite = { "sec-fetch-site": "same-site", origin: "http://evil.localhost" };
  const form = { mode: "open" };
  const refused = await app.send("POST", "/settings/sign-up", { cookie, headers: sameSite, form });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain("came from another site");
  expect(app.accounts.signUpMode()).toBe("invitation");

  const login = await app.send("POST", "/login", { headers: sameSite, form: OWNER });
  expect([login.status, login.headers.get("set-cookie")]).toEqual([403, null]);
  expect((await app.send("POST", "/api/v1/settings/sign-up", { cookie, headers: sameSite, form })).status).toBe(403);
  expect((await app.send("GET", "/thing", { cookie, headers: sameSite })).status).toBe(200);
});
