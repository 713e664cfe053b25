import { posix } from "node:path";
import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { seenAbove } from "../folders-above.ts";
import { configNames } from "./framework.ts";
import type { Place } from "./static-site.ts";
import { settingOf } from "./static-site.ts";

/** What a project.json says of an application. Paths are as seen from the repository's root. */
export type NxApp = {
  name: string;
  framework: string;
  output: string;
  start: string | null;
  /** Where that is said, and the file that makes a project of the folder. */
  at: Place;
  file: string;
};

type Found = Omit<NxApp, "name" | "file">;

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

const PAGES = configNames("next");
const WEBPACK = configNames("webpack");
/** `output: { path: join(__dirname, "../../dist/apps/api") }` */
const WEBPACK_OUTPUT =
  /\bpath:\s{0,9}(?:path\.)?(?:join|resolve)\(\s{0,9}__dirname\s{0,9},\s{0,9}["'`]([\w./-]{1,200})["'`]/;
const NX_WEBPACK = /\bNxAppWebpackPlugin\b/;
const FOR_NODE = /\btarget:\s{0,9}["'`]node["'`]/;

function inferredSite(folder: Folder): Found | null {
  const configs = configNames("vite");
  if (!folder.has("index.html") || !folder.firstOf(...configs)) return null;
  const named = settingOf(folder, configs, OUT_DIR);
  const output = seenAbove(folder.path, named?.folder ?? "dist");
  return { framework: "Vite", output, start: null, at: named?.at ?? { file: fileOf(folder), line: 0 } };
}

function inferredPages(folder: Folder): Found | null {
  const config = folder.firstOf(...PAGES);
  if (!config) return null;
  const start = `next start ${folder.path}`;
  return { framework: "Next.js", output: `${folder.path}/.next`, start, at: { file: config, line: 0 } };
}

function inferredWebpack(folder: Folder): Found | null {
  const named = folder.find(WEBPACK, NX_WEBPACK) && settingOf(folder, WEBPACK, WEBPACK_OUTPUT);
  if (!named) return null;
  const output = seenAbove(folder.path, named.folder);
  if (folder.find(WEBPACK, FOR_NODE) === null) {
    return { framework: "webpack", output, start: null, at: named.at };
  }
  const start = `node ${posix.join(output, "main.js")}`;
  return { framework: programFramework(folder), output, start, at: named.at };
}

/** Targets that Nx infers stand in no file of its own: then the tool's own settings tell. */
const inferred = (folder: Folder): Found | null =>
  inferredSite(folder) ?? inferredPages(folder) ?? inferredWebpack(folder);

const fileOf = (folder: Folder) => (folder.has(FILE) ? FILE : "package.json");

/** A project is a file of its own, or a package of a workspace, perhaps with targets, that has no scripts for it. */
function projectOf(folder: Folder): { name: string; targets: Json } | null {
  if (folder.has(FILE)) {
    const json = parse(folder.read(FILE));
    const name = text(json.name) ?? posix.basename(folder.path);
    return json.projectType === "application" ? { name, targets: record(json.targets ?? json.architect) } : null;
  }
  const json = parse(folder.read("package.json"));
  const [nx, scripts] = [record(json.nx), record(json.scripts)];
  const name = text(nx.name) ?? text(json.name);
  const hasScripts = scripts.build !== undefined || scripts.start !== undefined;
  return name && !hasScripts ? { name, targets: record(nx.targets) } : null;
}

function executed(folder: Folder, executor: string, options: Json): Found | null {
  const path = text(options.outputPath) ?? posix.join("dist", folder.path);
  const start = startOf(executor, options, path);
  const framework = frameworkOf(folder, executor, start !== null);
  if (!framework) return null;
  const output = start === null && /:application$/.test(executor) ? posix.join(path, "browser") : path;
  return { framework, output: posix.normalize(output), start, at: { file: fileOf(folder), line: 0 } };
}

/** `null` when the folder is no application, or when it is not said how it is built. */
export function readNxApp(folder: Folder): NxApp | null {
  const project = projectOf(folder);
  if (!project) return null;
  const build = record(project.targets.build);
  const executor = text(build.executor);
  const found = executor === null ? inferred(folder) : executed(folder, executor, record(build.options));
  return found && { ...found, name: project.name, file: fileOf(folder) };
}

/** The folders of all projects that Nx knows by a file. */
export const nxFolders = (root: Folder): string[] =>
  root.has("nx.json")
    ? root.files
        .filter((file) => file.endsWith(`/${FILE}`))
        .map((file) => posix.dirname(file))
        .slice(0, 100)
    : [];
