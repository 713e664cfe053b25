import { expect, test } from "bun:test";
import { siteOrigin } from "./origin.ts";

const route = { hostname: "hello.localhost", port: null };

test.each([
  [8080, null, "http://hello.localhost:8080"],
  [80, null, "http://hello.localhost"],
  [443, null, "http://hello.localhost:443"],
  [8080, "https://deploy.example.com", "https://hello.localhost"],
  [8080, "https://deploy.example.com:8443", "https://hello.localhost:8443"],
  [8080, "http://deploy.example.com", "http://hello.localhost:8080"],
])("on port %i with the public URL %s it is %s", (port, publicUrl, origin) => {
  expect(siteOrigin({ port, publicUrl }, route)).toBe(origin);
});

test("a project with a port of its own is at the dashboard's host", () => {
  const own = { hostname: "hello.localhost", port: 3001 };
  expect(siteOrigin({ port: 8080, publicUrl: null }, own)).toBe("http://localhost:3001");
  expect(siteOrigin({ port: 8080, publicUrl: "https://me.replit.dev" }, own)).toBe("https://me.replit.dev:3001");
});
