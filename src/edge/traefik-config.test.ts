import { expect, test } from "bun:test";
import { parse } from "yaml";
import type { Route, Target } from "./route.ts";
import { namedRoutes, staticConfig, traefikConfig } from "./traefik-config.ts";

const server: Target = { kind: "server", address: "127.0.0.1", port: 4000 };
const route = (hostname: string, target: Target = server): Route => ({ hostname, port: null, target });

test("the dynamic file of an owner with a service and a site", () => {
  const routes = [route("blog.localhost"), route("docs.localhost", { kind: "site", folder: "/srv/docs" })];
  expect(traefikConfig("env-1", routes, 9000)).toMatchSnapshot();
});

test("the static file", () => {
  const settings = { address: "127.0.0.1", port: 8000, apiPort: 8001, dynamicFolder: "/data/edge/dynamic" };
  expect(staticConfig({ ...settings, behindProxy: false })).toMatchSnapshot();
  expect(parse(staticConfig({ ...settings, address: "::", behindProxy: true })).entryPoints.web).toMatchObject({
    address: "[::]:8000",
    forwardedHeaders: { trustedIPs: ["127.0.0.1/32", "::1/128"] },
  });
});

test("another release of the same hostname changes the server and nothing else", () => {
  const [before] = namedRoutes("env-1", [route("blog.localhost")], 9000);
  const [after] = namedRoutes("env-1", [route("blog.localhost", { ...server, port: 4001 })], 9000);
  expect(after).toEqual({ name: "env-1.blog.localhost", rule: "Host(`blog.localhost`)", url: "http://127.0.0.1:4001" });
  expect(before).toMatchObject({ name: "env-1.blog.localhost", rule: "Host(`blog.localhost`)" });
});

test.each([
  '{{ env "HOME" }}',
  "a.localhost`) || Host(`b.localhost",
  "a.localhost\n  evil: true",
  "*.localhost",
  "A.localhost",
  "a..localhost",
  ".localhost",
  "-a.localhost",
  "a_b.localhost",
  "a.localhost.",
  "",
  "bücher.localhost",
  `${"a".repeat(64)}.localhost`,
  Array(64).fill("abcd").join("."),
])("hostname %j is refused", (hostname) => {
  expect(() => traefikConfig("env-1", [route(hostname)], 9000)).toThrow("is not a hostname");
});

test.each(["", "../x", "A", "a.b", "a/b", "{{a}}", "-a", "a\n"])("owner %j is refused", (owner) => {
  expect(() => traefikConfig(owner, [route("a.localhost")], 9000)).toThrow("cannot name an owner");
});

test.each([
  { kind: "server", address: "127.0.0.1/{{x}}", port: 80 },
  { kind: "server", address: "a b", port: 80 },
  { kind: "server", address: "user@host", port: 80 },
  { kind: "server", address: "127.0.0.1", port: 0 },
  { kind: "server", address: "127.0.0.1", port: 65_536 },
  { kind: "server", address: "127.0.0.1", port: 80.5 },
  { kind: "site", folder: "relative/{{x}}" },
] satisfies Target[])("target %j is refused", (target) => {
  expect(() => traefikConfig("env-1", [route("a.localhost", target)], 9000)).toThrow("a.localhost");
});

test("one hostname twice is refused", () => {
  expect(() => traefikConfig("env-1", [route("a.localhost"), route("a.localhost")], 9000)).toThrow("named twice");
});
