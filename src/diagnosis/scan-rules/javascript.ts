import type { Folder } from "../../plans/folder.ts";
import { placeOf, readPackage } from "../../plans/javascript/package-json.ts";
import { filesWith } from "../../plans/readings/files-with.ts";
import type { Place, ScanRule } from "../scan-rule.ts";
import { mismatchedImport } from "./letter-case.ts";

const SESSION_STORES =
  /^(?:connect-|memorystore$|session-file-store$|express-mysql-session$|@quixo3\/prisma-session-store$|better-sqlite3-session-store$)/;
const PUBLIC =
  /(?:process\.env\.(?:NEXT_PUBLIC_|REACT_APP_|GATSBY_|VUE_APP_)|import\.meta\.env\.(?:VITE_|PUBLIC_))\w{1,80}/;
const LOCAL_CALL =
  /(?:fetch|axios(?:\.\w{1,20})?|io|baseURL|BASE_URL|API_URL|apiUrl|WebSocket)\W{1,8}["'`](?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1):\d{2,5}/;

const dependency = (folder: Folder, isIt: (name: string) => boolean): Place | null => {
  const pkg = readPackage(folder);
  const name = [...(pkg?.dependencies.keys() ?? [])].find(isIt);
  return pkg && name !== undefined ? { ...placeOf(pkg, name), name } : null;
};

const manifest = (dependencies: Record<string, string>, more = {}) =>
  JSON.stringify({ scripts: { start: "node server.js" }, dependencies, ...more });
const SERVER = 'require("http").createServer().listen(process.env.PORT);';
const BROWSER_APP = {
  "package.json": manifest({ vite: "^7" }, { scripts: { build: "vite build" } }),
  "index.html": "<p>",
};

/** Mistakes of JavaScript and TypeScript, whatever the framework. */
export const JAVASCRIPT_RULES: readonly ScanRule[] = [
  {
    id: "session-in-memory",
    when: "scan",
    language: "node",
    level: "warning",
    title: "Sessions are kept in the memory of one process.",
    explanation: "Everybody is signed out by each deployment, and replicas do not know each other's visitors.",
    fix: "Keep them in Redis or the database, for example with connect-redis or connect-pg-simple.",
    find: (folder) =>
      dependency(folder, (name) => SESSION_STORES.test(name))
        ? null
        : dependency(folder, (name) => name === "express-session"),
    example: { "package.json": manifest({ "express-session": "^1" }), "server.js": SERVER },
    counterexample: {
      "package.json": manifest({ "express-session": "^1", "connect-redis": "^8" }),
      "server.js": SERVER,
    },
  },
  {
    id: "calls-localhost",
    when: "scan",
    language: "node",
    level: "error",
    title: "The browser's code calls localhost.",
    explanation: "In a visitor's browser that is the visitor's own computer.",
    fix: "Use a path such as /api, or an address from a variable that the build knows (VITE_API_URL, NEXT_PUBLIC_API_URL).",
    find: (folder, { kind }) =>
      kind === "static" ? folder.find(filesWith(folder, ["localhost:", "127.0.0.1:"]), LOCAL_CALL) : null,
    example: { ...BROWSER_APP, "src/main.js": 'fetch("http://localhost:4000/prices");' },
    counterexample: { ...BROWSER_APP, "src/main.js": 'fetch("/api/prices"); const local = "http://localhost:4000";' },
  },
  {
    id: "public-variables",
    when: "scan",
    language: "node",
    level: "info",
    title: "{name} is written into the files that browsers load.",
    explanation: "The build puts its value there: a change needs a new deployment, and everybody can read it.",
    fix: "Mark it as a build variable, and never let it hold a secret.",
    find: (folder) => {
      const hit = folder.find(filesWith(folder, ["process.env.", "import.meta.env."]), PUBLIC);
      return hit && { ...hit, name: hit.match[0].split(".").at(-1) ?? "" };
    },
    example: { ...BROWSER_APP, "src/main.js": "fetch(import.meta.env.VITE_API_URL);" },
    counterexample: { ...BROWSER_APP, "src/main.js": "if (import.meta.env.DEV) console.log(1);" },
  },
  {
    id: "part-of-a-workspace",
    when: "scan",
    language: "node",
    level: "error",
    title: "{name} comes from a workspace whose root is not in this source.",
    explanation: "workspace: means another folder of the same repository, which is not here.",
    fix: "Deploy the whole repository, and choose this folder as the part.",
    find: (folder) => {
      const pkg = readPackage(folder);
      const isAlone = folder.root === folder && !folder.has("pnpm-workspace.yaml");
      if (!pkg || !isAlone || folder.read("package.json")?.includes('"workspaces"')) return null;
      const hit = folder.find(["package.json"], /"([^"\n]{1,200})"\s{0,20}:\s{0,20}"workspace:/);
      return hit && { ...hit, name: hit.match[1] ?? "" };
    },
    example: { "package.json": manifest({ "@acme/ui": "workspace:*" }), "server.js": SERVER },
    counterexample: {
      "package.json": manifest({ "@acme/ui": "workspace:*" }),
      "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
      "server.js": SERVER,
    },
  },
  {
    id: "letter-case",
    when: "scan",
    language: "node",
    level: "error",
    title: "An import differs from its file's name in the case of letters: {name}.",
    explanation: "Windows and macOS take it; Linux, where it is built, does not.",
    fix: "Make the import match the file's name (git mv renames a file so that Git notices).",
    find: mismatchedImport,
    example: { ...BROWSER_APP, "src/main.js": 'import "./Header.js";', "src/header.js": "" },
    counterexample: { ...BROWSER_APP, "src/main.js": 'import "./header.js";', "src/header.js": "" },
  },
];
