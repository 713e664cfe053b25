import { expect, test } from "bun:test";
import { parse } from "yaml";
import { type Backend, OPEN, type Route, type Target } from "./route.ts";
import { httpConfig, staticConfig, traefikConfig } from "./traefik-config.ts";

const own = { staticPort: 9000, sitesFolder: "/data/sites", holderPort: 9001 };
const server: Target = { kind: "server", address: "127.0.0.1", port: 4000 };
const route = (hostname: string, target: Target = server): Route => ({
  hostname,
  port: null,
  backends: [{ release: "r1", weight: 1, targets: [target] }],
  gate: OPEN,
});

test("the dynamic file of an owner with a service and a site", () => {
  const routes = [route("blog.localhost"), route("docs.localhost", { kind: "site", folder: "/data/sites/docs" })];
  expect(traefikConfig("env-1", routes, own)).toMatchSnapshot();
});

test("the static file", () => {
  const settings = { address: "127.0.0.1", port: 8000, apiPort: 8001, dynamicFolder: "/data/edge/dynamic" };
  expect(staticConfig({ ...settings, behindProxy: false })).toMatchSnapshot();
  expect(parse(staticConfig({ ...settings, address: "::", behindProxy: true })).entryPoints.web).toMatchObject({
    address: "[::]:8000",
    forwardedHeaders: { trustedIPs: ["127.0.0.1/32", "::1/128"] },
  });
});

test("two releases share a hostname by weight, each visitor stays with one, and replicas are servers of one service", () => {
  const backends: Backend[] = [
    { release: "r1", weight: 9, targets: [server, { ...server, port: 4001 }] },
    { release: "r2", weight: 1, targets: [{ ...server, port: 5000 }] },
  ];
  expect(traefikConfig("env-1", [{ ...route("blog.localhost"), backends }], own)).toMatchSnapshot();
});

test("several replicas with a path are asked whether they are well, and all of them are led to when none is", () => {
  const backends: Backend[] = [
    { release: "r1", weight: 9, targets: [server, { ...server, port: 4001 }], health: "/up" },
    { release: "r2", weight: 1, targets: [{ ...server, port: 5000 }], health: "/up" },
  ];
  expect(traefikConfig("env-1", [{ ...route("blog.localhost"), backends }], own)).toMatchSnapshot();
});

test("a service is named by owner, release and hostname, and every other name begins with the owner too", () => {
  const { routers, services } = httpConfig("env-1", [route("blog.localhost")], own);
  expect(routers["env-1.blog.localhost"]?.service).toBe("env-1.r1.blog.localhost");
  expect(Object.keys(services)).toEqual(["env-1.r1.blog.localhost"]);
});

const backend: Backend = { release: "r1", weight: 1, targets: [server] };
test.each([
  ["a release that is no name", [{ ...backend, release: "{{x}}" }]],
  ["one release twice", [backend, backend]],
  ["a broken weight", [{ ...backend, weight: 0.5 }]],
  ["no share for anybody", [{ ...backend, weight: 0 }]],
  ["a backend without targets", [{ ...backend, targets: [] }]],
  ["a health path that is a template", [{ ...backend, health: "/{{x}}" }]],
  ["a health path to another machine", [{ ...backend, health: "//example.com/" }]],
  ["a folder as a replica", [{ ...backend, targets: [server, { kind: "site", folder: "/a" }] }]],
] satisfies [string, Backend[]][])("%s is refused", (_what, backends) => {
  expect(() => traefikConfig("env-1", [{ ...route("a.localhost"), backends }], own)).toThrow();
});

test.each(["ada:secret", "ada:$2y$05$short", `a{{b}}:$2y$05$${"a".repeat(53)}`])(
  "the password line %s is refused",
  (line) => {
    const gated: Route = { ...route("a.localhost"), gate: { kind: "password", users: [line] } };
    expect(() => traefikConfig("env-1", [gated], own)).toThrow("htpasswd");
  },
);

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
  expect(() => traefikConfig("env-1", [route(hostname)], own)).toThrow("is not a hostname");
});

test.each(["", "../x", "A", "a.b", "a/b", "{{a}}", "-a", "a\n"])("owner %j is refused", (owner) => {
  expect(() => traefikConfig(owner, [route("a.localhost")], own)).toThrow("cannot name an owner");
});

test.each([
  { kind: "server", address: "127.0.0.1/{{x}}", port: 80 },
  { kind: "server", address: "a b", port: 80 },
  { kind: "server", address: "user@host", port: 80 },
  { kind: "server", address: "127.0.0.1", port: 0 },
  { kind: "server", address: "127.0.0.1", port: 65_536 },
  { kind: "server", address: "127.0.0.1", port: 80.5 },
  { kind: "site", folder: "relative/{{x}}" },
  { kind: "site", folder: "/data/sites/../x" },
  { kind: "site", folder: "/data/sites/a/b" },
  { kind: "site", folder: "/data/sites/{{x}}" },
  { kind: "site", folder: "/data/sites" },
] satisfies Target[])("target %j is refused", (target) => {
  expect(() => traefikConfig("env-1", [route("a.localhost", target)], own)).toThrow(/a.localhost|published sites/);
});

test("one hostname twice is refused", () => {
  expect(() => traefikConfig("env-1", [route("a.localhost"), route("a.localhost")], own)).toThrow("named twice");
});
