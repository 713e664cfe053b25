import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { lineAt } from "../text-search.ts";
import type { Place } from "./static-site.ts";

/** What Angular builds: files for browsers, and a server's program where pages are rendered on request. */
export type AngularApp = { output: string; server: string | null; page: string | null; at: Place };

const FILE = "angular.json";
/** Nx keeps a project's part of it in a file of the project's own. */
const NX_FILE = "project.json";

type Json = Record<string, unknown>;

const record = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function parse(source: string | null): Json | null {
  if (source === null) return null;
  try {
    // Angular takes comments here, which JSON does not know.
    return record(JSON.parse(source.replace(/^[ \t]*\/\/.*$/gm, "")));
  } catch {
    return null;
  }
}

/** The default application, else the first. */
function application(json: Json): { name: string; project: Json } | null {
  const projects = Object.entries(record(json.projects)).map(([name, project]) => ({ name, project: record(project) }));
  const apps = projects.filter(({ project }) => project.projectType !== "library");
  return apps.find(({ name }) => name === json.defaultProject) ?? apps[0] ?? null;
}

/** `outputPath` is a folder, or names those for browsers and server below a base. */
function outputs(options: Json, name: string, isNew: boolean): { browser: string; server: string } {
  const path = record(options.outputPath);
  const base = text(options.outputPath) ?? text(path.base) ?? posix.join("dist", name);
  const browser = typeof path.browser === "string" ? path.browser : isNew ? "browser" : "";
  return { browser: posix.join(base, browser), server: posix.join(base, text(path.server) ?? "server") };
}

/** `null` when there is no such file, or none with an application that is built. */
export function readAngular(folder: Folder): AngularApp | null {
  const file = folder.firstOf(FILE, NX_FILE);
  const source = file && folder.read(file);
  return source ? readApplication(file, source) : null;
}

/** The settings of the application's build, which Nx writes as an executor with options. */
function buildOf(file: string, source: string): { name: string; builder: string | null; options: Json } | null {
  const json = parse(source);
  const app = json && (file === NX_FILE ? { name: text(json.name) ?? "", project: json } : application(json));
  if (!app) return null;
  const build = record(record(app.project.architect ?? app.project.targets).build);
  return { name: app.name, builder: text(build.builder ?? build.executor), options: record(build.options) };
}

function readApplication(file: string, source: string): AngularApp | null {
  const build = buildOf(file, source);
  if (!build?.builder) return null;
  const { name, builder, options } = build;
  const isNew = /:application$/.test(builder);
  const { browser, server } = outputs(options, name, isNew);
  const rendersOnRequest =
    isNew && options.outputMode !== "static" && Boolean(record(options.ssr).entry ?? options.ssr === true);
  const at = { file, line: lineAt(source, Math.max(0, source.indexOf(`"outputPath"`))) };
  return {
    output: browser,
    server: rendersOnRequest ? posix.join(server, "server.mjs") : null,
    // With rendered pages the page for the browser alone has another name.
    page: options.outputMode === "static" ? null : "index.html",
    at: source.includes(`"outputPath"`) ? at : { file, line: 0 },
  };
}
