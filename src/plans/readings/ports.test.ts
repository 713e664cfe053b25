import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readHealth, readPort } from "./ports.ts";

const folderOf = (file: string, code: string) => new Folder(treeOf({ [file]: code }), ".");
const portOf = (code: string, file = "a.js") => readPort(folderOf(file, code), 1234);

describe("the port that a program takes from $PORT, with its default", () => {
  const lines = {
    "app.listen(process.env.PORT || 3001)": "a.js",
    "const port = Number(process.env.PORT ?? 3001)": "a.js",
    'const port = parseInt(process.env["PORT"], 10) || 3001': "a.js",
    "const { PORT = 3001 } = process.env": "a.js",
    "Bun.serve({ port: Bun.env.PORT ?? '3001' })": "a.ts",
    'await app.listen({ port: Number(Deno.env.get("PORT") ?? 3001) })': "a.ts",
    'port = int(os.environ.get("PORT", 3001))': "a.py",
    'port = int(os.getenv("PORT", "3001"))': "a.py",
    'port = os.environ.get("PORT") or 3001': "a.py",
  };
  for (const [code, file] of Object.entries(lines)) {
    test(code, () => {
      expect(portOf(code, file)).toEqual({
        port: 3001,
        facts: [{ name: "port", value: "$PORT, else 3001", file, line: 1 }],
        findings: [],
      });
    });
  }

  test("or without one: the stack's own default", () => {
    expect(portOf("app.listen(process.env.PORT)")).toMatchObject({
      port: 1234,
      facts: [{ value: "$PORT" }],
      findings: [],
    });
  });
});

describe("a port that stands in the code", () => {
  for (const [code, file] of [
    ["app.listen(5000)", "a.js"],
    ["app.listen({ host: '0.0.0.0', port: 5000 })", "a.js"],
    ["Bun.serve({\n  fetch: f,\n  port: 5000,\n})", "a.ts"],
    ["const PORT = 5000;\napp.listen(PORT)", "a.js"],
    ["app.run(host='0.0.0.0', port=5000)", "a.py"],
    ["HTTPServer(('', 5000), Handler)", "a.py"],
  ] as const) {
    test(JSON.stringify(code), () => {
      expect(portOf(code, file)).toMatchObject({ port: 5000, findings: [{ id: "hard-coded-port", file, line: 1 }] });
    });
  }
});

test("listening on loopback only is an error with its line", () => {
  for (const [code, file] of [
    ["\napp.listen(process.env.PORT, '127.0.0.1')", "a.js"],
    ["\napp.listen({ port: process.env.PORT, host: 'localhost' })", "a.js"],
    ["\nHapi.server({ port: process.env.PORT || 4400, host: 'localhost' })", "a.js"],
    ["\nBun.serve({ hostname: '127.0.0.1', fetch })", "a.ts"],
    ["\nuvicorn.run(app, host='127.0.0.1')", "a.py"],
  ] as const) {
    const loopback = expect.objectContaining({ id: "loopback-only", level: "error", file, line: 2 });
    expect(portOf(code, file).findings).toContainEqual(loopback);
  }
});

test("loopback elsewhere in the code is no finding", () => {
  expect(portOf("connect('127.0.0.1');\napp.listen(process.env.PORT, () => log('http://localhost'))").findings).toEqual(
    [],
  );
});

test("code that says nothing gets the default and no fact", () => {
  expect(portOf("// app.listen(9999)")).toEqual({ port: 1234, facts: [], findings: [] });
});

test("the health path is one that the code names", () => {
  expect(readHealth(folderOf("a.js", 'app.get("/api/healthz", ok)'))).toMatchObject({ health: "/api/healthz" });
  expect(readHealth(folderOf("a.js", 'app.get("/healthy-food", list)'))).toEqual({ health: "/", facts: [] });
});

test("what Bun serves as a module's default names its port, a configuration does not", () => {
  const portOf = (text: string) => readPort(Folder.of(treeOf({ "a.ts": text }), "."), 3000).port;
  expect(portOf("export default { port: 8787, fetch: app.fetch }\n")).toBe(8787);
  expect(portOf("export default {\n  fetch: app.fetch,\n  port: 8788,\n};\n")).toBe(8788);
  expect(portOf("export default { server: { port: 5173 }, fetch: 1 }\n")).toBe(3000);
  expect(portOf("export default { port: 4000 }\n")).toBe(3000);
});
