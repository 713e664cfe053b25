import { expect, test } from "bun:test";
import { completeStored } from "./detector.ts";
import { dockerfileFor } from "./dockerfile.ts";
import { scan } from "./scan.ts";
import { treeOf } from "./source-tree.ts";

/** Sources in which a name that nothing knows stands wherever a table is asked for it. */
const SOURCES: Record<string, (name: string) => Record<string, string>> = {
  "a Node server": (name) => ({
    "package.json": JSON.stringify({
      scripts: { start: `npm run ${name} && ${name} server.js` },
      engines: { node: `lts/${name}`, [name]: "1" },
      dependencies: { [name]: "1", typeorm: "1" },
      devDependencies: { typescript: "5" },
      packageManager: `${name}@1.0.0`,
    }),
    "server.js": `new DataSource({ type: "${name}" }).listen(process.env.PORT)`,
    ".nvmrc": `lts/${name}`,
  }),
  "a site of Vite's": (name) => ({
    "package.json": JSON.stringify({ devDependencies: { vite: "7", [name]: "1" }, scripts: { build: "vite build" } }),
    "index.html": "<p>",
    "netlify.toml": `[build.environment]\n${name} = "1"\n`,
    "app.json": JSON.stringify({ addons: [`${name}:plan`] }),
  }),
  "Prisma's schema": (name) => ({
    "package.json": JSON.stringify({ scripts: { start: "node a.js" }, dependencies: { "@prisma/client": "6" } }),
    "prisma/schema.prisma": `datasource db {\n provider = "${name}"\n}`,
  }),
  "a program in Python": (name) => ({ "main.py": "print(1)", "requirements.txt": `${name}\n` }),
  "an environment of conda's": (name) => ({
    "main.py": "print(1)",
    "environment.yml": `dependencies:\n  - ${name}\n  - python=3.12\n`,
  }),
  MkDocs: (name) => ({ "mkdocs.yml": `theme: ${name}\nplugins:\n  - ${name}\n`, "docs/index.md": "# x" }),
  Sphinx: (name) => ({
    "docs/conf.py": `html_theme = "${name}"\nextensions = ["${name}"]\n`,
    "docs/index.rst": "x",
  }),
  "a module in Go": (name) => ({
    "go.mod": `module x\n\ngo 1.24\n\nrequire (\n\t${name} v1.0.0\n\tgithub.com/mattn/go-sqlite3 v1.14.0\n)\n`,
    "main.go": 'package main\n\nimport "C"\n\nfunc main() {}\n',
  }),
  "a program in Rust": (name) => ({
    "Cargo.toml": `[package]\nname = "x"\nversion = "0.1.0"\n[dependencies]\n${name} = "1"\n`,
    "src/main.rs": "fn main() {}",
  }),
  ".NET": (name) => ({
    "x.csproj": `<Project Sdk="${name}"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>`,
  }),
  Ruby: (name) => ({ Gemfile: `gem "${name}"\ngem "sinatra"\n`, "app.rb": 'require "sinatra"' }),
  PHP: (name) => ({ "index.php": "<?php", "composer.json": JSON.stringify({ require: { [`ext-${name}`]: "*" } }) }),
  Laravel: (name) => ({
    artisan: "",
    "composer.json": JSON.stringify({ require: { "laravel/framework": "12" } }),
    "composer.lock": "{}",
    ".env.example": `DB_CONNECTION=${name}\n`,
  }),
  Compose: (name) => ({
    "compose.yaml": `services:\n  ${name}:\n    build: .\n    ports: ["80"]\n    ${name}: 1\n`,
    Dockerfile: "FROM x\nEXPOSE 80\n",
  }),
  "a project of Nx": (name) => ({
    "nx.json": "{}",
    "package.json": '{"name":"x","devDependencies":{"nx":"21"}}',
    "apps/web/project.json": JSON.stringify({ projectType: "application", targets: { build: { executor: name } } }),
  }),
};

/** What every object in JavaScript has, each with a name that none has and that stands at the same place in a list. */
const NAMES = [
  ["constructor", "constructos"],
  ["toString", "toStrinh"],
  ["valueOf", "valueOg"],
  ["__proto__", "__protp__"],
] as const;

/** Packages of Debian are written in their own way: small, and with dashes. */
const plain = (text: string) => text.toLowerCase().replaceAll("_", "-");

const told = (source: (name: string) => Record<string, string>, name: string) =>
  plain(JSON.stringify(scan(treeOf(source(name))).apps)).replaceAll(plain(name), "a name");

test.each(Object.entries(SOURCES))("%s knows no name by what every object in JavaScript has", (_what, source) => {
  for (const [name, other] of NAMES) expect(told(source, name)).toBe(told(source, other));
});

test("a runtime or a package manager of such a name is one that nothing is known of", () => {
  const plan = (name: string) => {
    const app = completeStored({ path: ".", kind: "server", install: "x", start: "./x", packageManager: name });
    return dockerfileFor({ ...app, runtime: { name, version: "1", from: "default" } });
  };
  for (const name of ["constructor", "__proto__"]) expect(plan(name)).toBe(plan("unknown"));
});
