import type { Folder, Hit } from "../folder.ts";
import { searchFolderOf } from "./import-folder.ts";

/** The object that a server imports: `app.main:app`, in `searchIn` when its modules are not found from the root. */
export type AppObject = { target: string; module: string; searchIn: string | null; isFactory: boolean; at: Hit };

type Candidate = { name: string; isFactory: boolean; at: Hit };

const FACTORY =
  /^(?:async )?def ((?:create|make|get|build|init)_(?:\w{0,20}_)?(?:app|application|api|server)|app_factory|application_factory)\(([^)]{0,400})\)/m;
const FACTORY_NAMES = "(?:create|make|get|build|init)_(?:\\w{0,20}_)?(?:app|application|api|server)|app_factory";
/** Files that people put the object into, best first. */
const FILES = /(?:^|\/)(?:(wsgi|asgi)|(main)|(app|application)|(server|run|api|__init__|index))\.py$/;

const pythonFiles = (folder: Folder) => folder.code.filter((file) => file.endsWith(".py"));

const moduleOf = (path: string) =>
  path
    .replace(/\.py$/, "")
    .replace(/(?:^|\/)__init__$/, "")
    .replaceAll("/", ".");

/** `name = FastAPI(`, `name: FastAPI = fastapi.FastAPI(`, at the left margin, where a server can import it. */
const variableOf = (className: string) =>
  new RegExp(`^(\\w+)[ \\t]*(?::[^=\\n]+)?=[ \\t]*(?:\\w+\\.)*${className}\\(`, "m");

/** `app = create_app()`: somebody else's factory was called here. */
const CALLED_FACTORY = new RegExp(`^(\\w+)[ \\t]*(?::[^=\\n]+)?=[ \\t]*(?:\\w+\\.)*(?:${FACTORY_NAMES})\\(`, "m");

/** What wraps an application and takes its place: Socket.IO, middleware. */
const WRAPPER = /^(\w+)[ \t]*=[ \t]*(?:\w+\.)*(?:ASGIApp|SentryAsgiMiddleware|WsgiToAsgi|ProxyFix)\(/m;

const fileRank = ({ file }: Hit) => {
  const found = FILES.exec(file);
  return found ? found.slice(1).findIndex((part) => part !== undefined) : 9;
};
const nameRank = (name: string) => ["app", "application", "api", "server"].indexOf(name) >>> 0;
const depth = ({ file }: Hit) => file.split("/").length;

/** Mounted into another application or made a blueprint of one: a part, not the whole. */
function isPart(folder: Folder, { name, at }: Candidate): boolean {
  const text = folder.read(at.file) ?? "";
  return new RegExp(`\\.mount\\([^)\\n]{0,200}\\b${name}\\b`).test(text);
}

function best(folder: Folder, candidates: Candidate[]): Candidate | null {
  const rank = (one: Candidate) => [isPart(folder, one) ? 1 : 0, depth(one.at), fileRank(one.at), nameRank(one.name)];
  const ranked = candidates.map((one) => ({ one, rank: rank(one) }));
  ranked.sort((a, b) => a.rank.map((value, index) => value - (b.rank[index] ?? 0)).find((order) => order !== 0) ?? 0);
  return ranked[0]?.one ?? null;
}

const variables = (folder: Folder, files: readonly string[], pattern: RegExp): Candidate[] =>
  [...folder.search(files, pattern)].map((at) => ({ name: at.match[1] ?? "", isFactory: false, at }));

/** A factory that a server can call: every parameter has a default. */
function factories(folder: Folder, files: readonly string[], classNames: string): Candidate[] {
  const typed = new RegExp(
    `^def (\\w+)\\(([^)]{0,400})\\)[ \\t]*->[ \\t]*["']?(?:\\w+\\.)*${classNames}["']?[ \\t]*:`,
    "m",
  );
  return [FACTORY, typed].flatMap((pattern) =>
    [...folder.search(files, pattern)]
      .filter(({ match }) => canBeCalled(match[2] ?? ""))
      .map((at) => ({ name: at.match[1] ?? "", isFactory: true, at })),
  );
}

const canBeCalled = (parameters: string) =>
  parameters
    // Commas inside brackets, as in `dict[str, int]`, part no parameters.
    .replace(/\[[^\]]*\]/g, "")
    .split(",")
    .map((part) => part.trim())
    .every((part) => part === "" || part === "/" || part.startsWith("*") || part.includes("="));

/**
 * Looks for `name = FastAPI(` and the like, for what wraps or calls one, and last for a `create_app` that makes one.
 * `classNames` is an alternative of a pattern: `(?:Starlette|Router)`.
 */
export function findAppObject(folder: Folder, classNames: string): AppObject | null {
  const files = pythonFiles(folder);
  const own = best(folder, variables(folder, files, variableOf(classNames)));
  const wrapper = own && variables(folder, [own.at.file], WRAPPER).find(({ at }) => at.line > own.at.line);
  const found = wrapper ?? own ?? calledFactory(folder, files, classNames);
  return found && toObject(folder, found);
}

function calledFactory(folder: Folder, files: readonly string[], classNames: string): Candidate | null {
  const made = factories(folder, files, classNames);
  if (made.length === 0) return best(folder, variables(folder, files, CALLED_FACTORY));
  const names = [...new Set(made.map(({ name }) => name))].join("|");
  const calls = new RegExp(`^(\\w+)[ \\t]*(?::[^=\\n]+)?=[ \\t]*(?:\\w+\\.)*(?:${names})\\(`, "m");
  return best(folder, variables(folder, files, calls)) ?? best(folder, made);
}

function toObject(folder: Folder, { name, isFactory, at }: Candidate): AppObject {
  const searchIn = searchFolderOf(folder, at.file);
  const module = moduleOf(searchIn ? at.file.slice(searchIn.length + 1) : at.file);
  return { target: `${module}:${name}`, module, searchIn, isFactory, at };
}
