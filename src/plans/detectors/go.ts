import { posix } from "node:path";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { readCgo } from "../go/cgo.ts";
import { embeddedIn } from "../go/embedded.ts";
import { builtBefore } from "../go/front-end.ts";
import type { GoModule } from "../go/module.ts";
import { readModule } from "../go/module.ts";
import type { GoProgram } from "../go/programs.ts";
import { bestProgram, goPrograms, WORKERS } from "../go/programs.ts";
import { joined } from "../javascript/project.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth, readPort } from "../readings/ports.ts";
import { readAtRunTime, startedBeside } from "../readings/read-folders.ts";

const FRAMEWORKS: Record<string, string> = {
  "github.com/gin-gonic/gin": "Gin",
  "github.com/labstack/echo": "Echo",
  "github.com/gofiber/fiber": "Fiber",
  "github.com/go-chi/chi": "chi",
  "github.com/gorilla/mux": "Gorilla",
  "github.com/beego/beego": "Beego",
  "github.com/gobuffalo/buffalo": "Buffalo",
  "github.com/pocketbase/pocketbase": "PocketBase",
  "github.com/zeromicro/go-zero": "go-zero",
  "github.com/danielgtaylor/huma": "Huma",
};

/** Modules that speak to somebody else's server and are asked nothing themselves. */
const BOTS = [
  "github.com/bwmarrin/discordgo",
  "github.com/go-telegram-bot-api/telegram-bot-api",
  "gopkg.in/telebot.v3",
  "github.com/slack-go/slack",
];

const binaryOf = ({ name }: GoProgram) => `bin/${name}`;

/** `./cmd/web` as seen from where commands run. */
function packageOf({ inContext, inModule }: GoModule, { path }: GoProgram): string {
  const joined = posix.join(inContext, inModule, path);
  return joined === "." ? "." : `./${joined}`;
}

function buildLine(module: GoModule, programs: readonly GoProgram[], isCgo: boolean): string {
  // Vendored modules are used by themselves; without C the program needs no library of the machine at all.
  const cgo = isCgo ? "CGO_ENABLED=1" : "CGO_ENABLED=0";
  const sums = hasSums(module) ? "" : " -mod=mod";
  return programs
    .map((one) => `${cgo} go build${sums} -trimpath -ldflags='-s -w' -o ${binaryOf(one)} ${packageOf(module, one)}`)
    .join(" && ");
}

/** Fetching comes first, so that it is kept as long as no module changes. */
const canFetch = ({ isVendored, manifests, dependencies, inContext }: GoModule) =>
  !isVendored && manifests.length > 0 && (dependencies.length > 0 || inContext !== ".");

/** Without its checksums Go builds nothing, unless it may fetch them itself, which it may not in a workspace. */
const hasSums = ({ dependencies, isVendored, manifests, inContext }: GoModule) =>
  inContext !== "." ||
  dependencies.length === 0 ||
  isVendored ||
  manifests.length === 0 ||
  manifests.some((file) => file.endsWith("go.sum"));

const NO_SUMS = {
  title: "There is no go.sum, so nothing says that the modules are the ones that you had.",
  fix: "Run `go mod tidy` and add go.sum to the repository.",
};

function frameworkOf({ dependencies }: GoModule): { framework: string | null; facts: Fact[] } {
  const found = dependencies.find(({ name }) => Object.hasOwn(FRAMEWORKS, name));
  const framework = found ? (FRAMEWORKS[found.name] ?? null) : null;
  return { framework, facts: found && framework ? [fact("framework", framework, found)] : [] };
}

type Role = Pick<AppPlan, "kind" | "port" | "health" | "facts" | "findings">;

function roleOf(folder: Folder, module: GoModule, program: GoProgram, programs: readonly GoProgram[]): Role {
  const isServed = programs.some(({ listens }) => listens) || frameworkOf(module).framework !== null;
  const bot = module.dependencies.find(({ name }) => BOTS.includes(name));
  const listens = program.listens ?? folder.find(folder.code, /\bListenAndServe(?:TLS)?\(|http\.Server\{/);
  if (!isServed && !listens) {
    return {
      kind: "worker",
      port: null,
      health: null,
      facts: bot ? [fact("worker", bot.name, bot)] : [],
      findings: [],
    };
  }
  const others = programs.filter(({ path }) => path !== program.path && path !== ".").map(({ path }) => `${path}/`);
  const files = folder.code.filter((file) => file.endsWith(".go") && !others.some((path) => file.startsWith(path)));
  const { port, facts, findings } = readPort(folder, 8080, files);
  const { health, facts: healthFacts } = readHealth(folder);
  return { kind: "server", port, health, facts: [...facts, ...healthFacts], findings };
}

function draftOf(folder: Folder, module: GoModule, program: GoProgram, programs: readonly GoProgram[]): Draft {
  const workers = programs.filter((one) => one !== program && WORKERS.test(one.name));
  const others = programs.filter((one) => one !== program && !workers.includes(one));
  const cgo = readCgo(folder, module.dependencies);
  const { databases, facts: databaseFacts } = readDatabases(folder, module.dependencies);
  const { framework, facts: frameworkFacts } = frameworkOf(module);
  const role = roleOf(folder, module, program, programs);
  const inContext = (path: string) => posix.join(posix.relative(module.context, folder.path), path);
  const embedded = embeddedIn(folder);
  const files = readAtRunTime(folder, { source: /\.go$/, embedded });
  const before = builtBefore(folder, embedded, inContext("."));
  return {
    ...role,
    language: "go",
    framework,
    packageManager: "go",
    runtime: module.version.runtime,
    context: module.context,
    packages: { ...cgo.packages, build: [...cgo.packages.build, ...before.packages] },
    install: canFetch(module) ? "go mod download" : null,
    manifests: canFetch(module) ? module.manifests : [],
    build: joined(before.build, buildLine(module, [program, ...workers], cgo.fact !== null)),
    ship: [...[program, ...workers].map(binaryOf), ...files.map(inContext)],
    start: startedBeside(folder, module.context, files, binaryOf(program)),
    processes: workers.map((one) => ({ name: one.name, command: `./${binaryOf(one)}` })),
    databases,
    facts: [
      ...module.version.facts,
      ...frameworkFacts,
      fact("program", program.path, program.at),
      ...workers.map((one) => fact(`process ${one.name}`, one.path, one.at)),
      ...others.map((one) => fact("another program", one.path, one.at)),
      ...(cgo.fact ? [cgo.fact] : []),
      ...[...before.facts, ...databaseFacts, ...role.facts],
    ],
    findings: [
      ...(hasSums(module) ? [] : [finding("warning", "no-lockfile", NO_SUMS, module.dependencies[0] ?? null)]),
      ...role.findings,
    ],
  };
}

function detect(folder: Folder): Draft | null {
  const module = readModule(folder);
  if (!module) return null;
  const name = module.inModule === "." ? module.name : folder.path;
  const programs = goPrograms(folder, name);
  const program = bestProgram(programs, name);
  return program && draftOf(folder, module, program, programs);
}

export const goDetector: Detector = {
  name: "Go",
  looksFor: "a go.mod with a program: a `package main` in the folder itself or in cmd/",
  detect,
};
