import { dirname, join, normalize } from "node:path";

/** The rooms of src/ from left to right; values come only from the left. Rooms not named stand together at the end. */
const ORDER = [
  ...["lib", "host", "jobs", "accounts", "teams", "http", "projects", "sources", "plans"],
  ...["diagnosis", "runtimes", "domains", "edge", "deployments", "scaling"],
];
/** The wiring: it may import everything and nothing imports it. */
const WIRING = ["app", "server", "main", "config", "commands"];
const TOUCHES_MACHINE = [
  ...["bun:sqlite", "node:fs", "fs", "node:child_process", "child_process", "dockerode", "simple-git", "ssh2"],
  ...["unzipper", "tar-fs", "tar-stream"],
];
const BUN_TOUCHES_MACHINE = /\bBun\.(spawn|spawnSync|file|write|\$)/;
const LONGEST = 250;

const transpiler = new Bun.Transpiler({ loader: "ts" });

/** What a file of src/ or views/ does against the house's rules, each as a sentence. */
export function breachesOf(file: string, text: string): string[] {
  if (file.endsWith(".test.ts")) return [];
  const breaches: string[] = [];
  // The scanner leaves out type imports, which are free.
  for (const { path } of transpiler.scanImports(text)) {
    const reason = reasonAgainst(file, path);
    if (reason) breaches.push(`${file}: may not import ${path} because ${reason}`);
  }
  const call = ownsMachine(roomOf(file)) ? null : BUN_TOUCHES_MACHINE.exec(transpiler.transformSync(text));
  if (call) breaches.push(`${file}: may not use ${call[0]} because only src/host/ and src/lib/ touch the machine`);
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > LONGEST) breaches.push(`${file}: has ${lines} lines; a file has at most ${LONGEST}`);
  return breaches;
}

function reasonAgainst(file: string, specifier: string): string | null {
  const target = ourFile(file, specifier);
  if (target === null) return reasonAgainstPackage(file, specifier);
  const from = roomOf(file);
  const to = roomOf(target);
  if (to === null || from === to || (from !== null && WIRING.includes(from))) return null;
  if (WIRING.includes(to)) return "nothing imports the wiring";
  if (from === "views")
    return to === "lib" ? null : "views take their data as parameters: only src/lib/ gives them values";
  if (to === "views" || to === "http") return reasonAgainstPages(file, from, to);
  if (target.startsWith("src/host/real-")) return "only app.ts, main.ts and commands/ choose a host";
  return place(to) <= place(from) ? null : `src/${to}/ stands to the right of src/${from}/`;
}

function reasonAgainstPackage(file: string, specifier: string): string | null {
  const touches = TOUCHES_MACHINE.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return touches && !ownsMachine(roomOf(file)) ? "only src/host/ and src/lib/ touch the machine" : null;
}

function reasonAgainstPages(file: string, from: string | null, to: string): string | null {
  if (from === "http" || file.endsWith("/routes.ts") || file.endsWith("-routes.ts")) return null;
  return `only routes import ${to === "views" ? "views/" : "src/http/"}`;
}

/** The path of an import from the top of the repository, or `null` for a package. */
function ourFile(file: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : null;
}

/** `src/edge/route.ts` is in `edge`, `src/app.ts` is `app`, all below `views/` is `views`; other files are in no room. */
function roomOf(file: string): string | null {
  if (file.startsWith("views/")) return "views";
  return /^src\/([^/]+?)(?:\.ts$|\/)/.exec(file)?.[1] ?? null;
}

function ownsMachine(room: string | null): boolean {
  return room === "host" || room === "lib";
}

function place(room: string | null): number {
  const index = ORDER.indexOf(room ?? "");
  return index === -1 ? ORDER.length : index;
}
