import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readListening } from "./listening.ts";
import { EMPTY_PACKAGE, readPackage } from "./package-json.ts";

function read(dependency: string, code: string, scripts: Record<string, string> = {}) {
  const pkg = JSON.stringify({ scripts, dependencies: { [dependency]: "1" } });
  const folder = new Folder(
    treeOf({ "package.json": pkg, "server.js": `import x from "${dependency}";\n${code}` }),
    ".",
  );
  return readListening(folder, readPackage(folder) ?? EMPTY_PACKAGE, 3000);
}

const isLoopback = (dependency: string, code: string) =>
  read(dependency, code).findings.some(({ id }) => id === "loopback-only");

test.each([
  ["fastify", "app.listen({ port: 3000 })"],
  ["fastify", "app.listen({ port: process.env.PORT || 3000 }, (error) => {})"],
  ["fastify", "app.listen(process.env.PORT || 3000)"],
  ["@nestjs/platform-fastify", "await app.listen(process.env.PORT ?? 3000);"],
])("%s stays inside its container with %s", (dependency, code) => {
  expect(isLoopback(dependency, code)).toBe(true);
});

test.each([
  ["fastify", 'app.listen({ port: 3000, host: "0.0.0.0" })'],
  ["fastify", "app.listen({ host, port })"],
  ["fastify", "app.listen({ ...address, port: 3000 })"],
  ["fastify", 'app.listen(3000, "0.0.0.0")'],
  ["fastify", "app.listen(options)"],
  ["@nestjs/platform-fastify", 'await app.listen(process.env.PORT ?? 3000, "0.0.0.0");'],
  ["express", "app.listen(process.env.PORT)"],
])("%s does not with %s", (dependency, code) => {
  expect(isLoopback(dependency, code)).toBe(false);
});

test("a script says the port where the code says nothing", () => {
  const { port, facts } = read("serve", "", { start: "serve -s public -l 5000" });
  expect([port, facts[0]?.file]).toEqual([5000, "package.json"]);
  expect(read("serve", "listen(process.env.PORT || 8080)", { start: "node server.js -p 5000" }).port).toBe(8080);
});

test("the program that Express's generator writes is read", () => {
  const folder = new Folder(
    treeOf({ "app.js": "", "bin/www": "var port = normalizePort(process.env.PORT || '4200');" }),
    ".",
  );
  expect(readListening(folder, EMPTY_PACKAGE, 3000)).toMatchObject({ port: 4200, facts: [{ file: "bin/www" }] });
});
