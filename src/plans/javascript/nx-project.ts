import { posix } from "node:path";
import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { seenAbove } from "../folders-above.ts";
import { configNames } from "./framework.ts";
import type { Place } from "./static-site.ts";
import { settingOf } from "./static-site.ts";

/** What a project.json says of an application. Paths are as seen from the repository's root. */
export type NxApp = { name: string; framework: string; output: string; start: string | null; at: Place };

type Json = Record<string, unknown>;

const FILE = "project.json";
const OUT_DIR = /\boutDir:\s{0,9}["'`]([\w./-]{1,200})["'`]/;

const record = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function parse(source: string | null): Json {
  try {
    return record(JSON.parse(source ?? ""));
  } catch {
    return {};
  }
}

/** Tools for browsers, and those for programs of Node, by the executor of the build. */
const SITES: Record<string, string> = {
  "@nx/vite:build": "Vite",
  "@nx/webpack:webpack": "webpack",
  "@nx/rspack:rspack": "Rspack",
  "@nx/angular:application": "Angular",
  "@angular/build:application": "Angular",
  "@angular-devkit/build-angular:application": "Angular",
  "@angular-devkit/build-angular:browser": "Angular",
};
const PROGRAMS = new Set(["@nx/webpack:webpack", "@nx/esbuild:esbuild", "@nx/js:tsc", "@nx/js:swc"]);

/** Every project's dependencies stand together at the root, so that only its code tells what a program uses. */
const FRAMEWORKS: Record<string, string> = {
  "@nestjs/core": "NestJS",
  fastify: "Fastify",
  express: "Express",
  koa: "Koa",
  hono: "Hono",
};
const IMPORTS = /(?:\bfrom\s{0,9}|\brequire\(\s{0,9})["'](@nestjs\/core|fastify|express|koa|hono)["']/g;

function programFramework(folder: Folder): string {
  const used = new Set([...folder.search(folder.code, IMPORTS)].map(({ match }) => match[1]));
  return Object.entries(FRAMEWORKS).find(([name]) => used.has(name))?.[1] ?? "Node.js";
}

function startOf(executor: string, options: Json, output: string): string | null {
  if (executor === "@nx/next:build") return `next start ${output}`;
  const isProgram = executor === "@nx/webpack:webpack" ? options.target === "node" : PROGRAMS.has(executor);
  return isProgram ? `node ${posix.join(output, text(options.outputFileName) ?? "main.js")}` : null;
}

function frameworkOf(folder: Folder, executor: string, isProgram: boolean): string | undefined {
  if (executor === "@nx/next:build") return "Next.js";
  return isProgram ? programFramework(folder) : own(SITES, executor);
}

/** Targets that Nx infers stand in no project.json: then the tool's own settings tell. */
function inferred(folder: Folder, name: string): NxApp | null {
  const configs = configNames("vite");
  if (!folder.has("index.html") || !folder.firstOf(...configs)) return null;
  const named = settingOf(folder, configs, OUT_DIR);
  const output = seenAbove(folder.path, named?.folder ?? "dist");
  return { name, framework: "Vite", output, start: null, at: named?.at ?? { file: FILE, line: 0 } };
}

/** `null` when the folder is no application, or when it is not said how it is built. */
export function readNxApp(folder: Folder): NxApp | null {
  const json = parse(folder.read(FILE));
  if (json.projectType !== "application") return null;
  const name = text(json.name) ?? posix.basename(folder.path);
  const build = record(record(json.targets ?? json.architect).build);
  const executor = text(build.executor);
  if (executor === null) return inferred(folder, name);
  const options = record(build.options);
  const path = text(options.outputPath) ?? posix.join("dist", folder.path);
  const start = startOf(executor, options, path);
  const framework = frameworkOf(folder, executor, start !== null);
  if (!framework) return null;
  const output = start === null && /:application$/.test(executor) ? posix.join(path, "browser") : path;
  return { name, framework, output: posix.normalize(output), start, at: { file: FILE, line: 0 } };
}

/** The folders of all projects that Nx knows by a file. */
export const nxFolders = (root: Folder): string[] =>
  root.has("nx.json")
    ? root.files
        .filter((file) => file.endsWith(`/${FILE}`))
        .map((file) => posix.dirname(file))
        .slice(0, 100)
    : [];
