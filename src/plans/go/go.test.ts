import { describe, expect, test } from "bun:test";
import { scan, scanFolder } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const MAIN = "package main\n\nfunc main() {\n}\n";
const SERVER = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n';
const planOf = (files: Record<string, string>) =>
  scan(treeOf({ "go.mod": "module example.com/shop\n\ngo 1.25\n", ...files })).apps[0];

describe("which program is served", () => {
  const chosen = (files: Record<string, string>) => planOf(files)?.start;
  test("the one that listens, whatever the others are called", () => {
    expect(chosen({ "cmd/server/main.go": MAIN, "cmd/x/main.go": SERVER })).toBe("./bin/x");
  });

  test("the module's own, then the one whose name servers have; never a tool", () => {
    expect(chosen({ "main.go": SERVER, "cmd/api/main.go": SERVER })).toBe("./bin/shop");
    expect(chosen({ "cmd/shop/main.go": SERVER, "cmd/api/main.go": SERVER })).toBe("./bin/shop");
    expect(chosen({ "cmd/zeta/main.go": SERVER, "cmd/api/main.go": SERVER })).toBe("./bin/api");
    expect(chosen({ "cmd/migrate/main.go": SERVER, "cmd/zeta/main.go": MAIN })).toBe("./bin/zeta");
  });

  test("workers become processes and are built along; other programs are only named", () => {
    const plan = planOf({ "cmd/api/main.go": SERVER, "cmd/mail-worker/main.go": MAIN, "cmd/seed/main.go": MAIN });
    expect(plan?.processes).toEqual([{ name: "mail-worker", command: "./bin/mail-worker" }]);
    expect(plan?.ship).toEqual(["bin/api", "bin/mail-worker"]);
    expect(plan?.build).not.toContain("seed");
    expect(plan?.facts).toContainEqual({
      name: "another program",
      value: "cmd/seed",
      file: "cmd/seed/main.go",
      line: 3,
    });
  });

  test("a library alone is no program", () => {
    expect(planOf({ "shop.go": "package shop\n" })).toBeUndefined();
  });
});

test("a program that nobody can reach is a worker", () => {
  expect(planOf({ "main.go": MAIN })).toMatchObject({ kind: "worker", port: null, health: null });
});

test("a folder inside the module is built from the module's root", () => {
  const tree = treeOf({ "go.mod": "module a.b/c\n\ngo 1.25\n", "cmd/api/main.go": SERVER, "main.go": MAIN });
  expect(scanFolder(tree, "cmd/api")).toMatchObject({ path: "cmd/api", context: ".", start: "./bin/api" });
  expect(scanFolder(tree, "cmd/api")?.build).toEndWith("-o bin/api ./cmd/api");
});

describe("Go's version", () => {
  const version = (text: string) => planOf({ "go.mod": `module a.b/c\n\n${text}\n`, "main.go": MAIN })?.runtime.version;
  test("is the toolchain's, or the one that the module names, or the newest for what was written before", () => {
    expect(version("go 1.22.1\n\ntoolchain go1.24.3")).toBe("1.24");
    expect(version("go 1.22")).toBe("1.22");
    expect(version("go 1.16")).toBe("1.26");
    expect(version("")).toBe("1.26");
  });
});

describe("C", () => {
  const build = (files: Record<string, string>) => planOf({ "main.go": MAIN, ...files });
  test("is compiled only where a module or the code needs it", () => {
    expect(build({})?.build).toStartWith("CGO_ENABLED=0");
    const plan = build({ "go.mod": "module a\nrequire github.com/mattn/go-sqlite3 v1.14.0\n", "go.sum": "" });
    expect(plan?.build).toStartWith("CGO_ENABLED=1");
    expect(plan?.packages.build).toEqual(["gcc", "libc6-dev"]);
    expect(build({ "c.go": 'package main\nimport "C"\n' })?.build).toStartWith("CGO_ENABLED=1");
  });
});

describe("what goes along with the program", () => {
  const ship = (files: Record<string, string>) => planOf({ "main.go": MAIN, ...files })?.ship.slice(1);
  test("folders without source, wherever they are, and loose files", () => {
    const files = {
      "templates/a/b.html": "",
      "internal/web/views/x.tmpl": "",
      "internal/web/web.go": "",
      "config.yaml": "",
    };
    expect(ship(files)).toEqual(["config.yaml", "internal/web/views", "templates"]);
  });

  test("nothing that only developers read, nor what the program holds itself", () => {
    const files = {
      "docs/a.md": "",
      "testdata/x.json": "",
      ".github/a.yml": "",
      "README.md": "",
      Makefile: "",
      "a.log": "",
    };
    expect(ship(files)).toEqual([]);
    const web = "package web\n\n//go:embed all:static templates/*.html\nvar files embed.FS\n";
    expect(ship({ "web/web.go": web, "web/static/a.css": "", "web/templates/a.html": "" })).toEqual([]);
  });
});
