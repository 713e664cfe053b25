import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { readHealth } from "../readings/ports.ts";
import { atLeast } from "./node-minimum.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";
import type { JavascriptBase } from "./project.ts";
import { javascriptBase } from "./project.ts";
import { pruneLine } from "./prune.ts";

export type Framework = {
  name: string;
  dependency: string;
  /** Builds it where `package.json` has no build script. */
  build: string;
  /** The oldest Node for a major version of the framework, the newest first. */
  node?: readonly (readonly [major: number, node: string])[];
};

export type FrameworkBase = JavascriptBase & { framework: string; findings: Finding[] };

/** Files that configure a tool by its usual name. */
export const configNames = (name: string): string[] =>
  ["js", "mjs", "cjs", "ts", "mts", "cts"].map((extension) => `${name}.config.${extension}`);

/** What the drafts of all frameworks with a build of their own begin with. */
export function frameworkBase(folder: Folder, pkg: PackageJson, framework: Framework): FrameworkBase {
  const { name, dependency, build } = framework;
  const at = placeOf(pkg, dependency);
  const base = javascriptBase(folder, pkg, "node");
  const known = { ...base, framework: name, build: base.build ?? build };
  return atLeast({ ...known, facts: [...base.facts, fact("framework", name, at)] }, pkg, framework);
}

type Server = Pick<Draft, "start" | "port" | "caches" | "ship"> & {
  port: number;
  health?: string;
  /** The build took in what it needs, so that nothing of `node_modules` that only development needs is asked for. */
  bundled?: boolean;
};

/** Other programs than the server itself need the rest of the folder. */
const shipped = (folder: Folder, base: JavascriptBase, ship: readonly string[]): string[] =>
  base.hooks.beforeSwitch || folder.has("Procfile") ? [] : [...ship];

/** Every one of these servers listens on $PORT, and on a port of its framework's where there is none. */
const portOf = ({ facts }: FrameworkBase, port: number): Fact[] =>
  facts.filter(({ name }) => name === "framework").map((at) => fact("port", `$PORT, else ${port}`, at));

export function serverOf(folder: Folder, pkg: PackageJson, base: FrameworkBase, server: Server): Draft {
  const read = readHealth(folder);
  const ship = shipped(folder, base, server.ship ?? []);
  const pruned = pruneLine(folder, pkg, base, { start: server.start ?? null, bundled: server.bundled ?? false });
  const port = base.facts.some(({ name }) => name === "port") ? [] : portOf(base, server.port);
  return {
    ...base,
    kind: "server",
    start: server.start ?? null,
    port: server.port,
    health: server.health ?? read.health,
    caches: server.caches ?? [],
    ship,
    prune: ship.length > 0 ? null : pruned.command,
    facts: [...base.facts, ...port, ...(server.health ? [] : read.facts), ...pruned.facts],
    findings: [...base.findings, ...pruned.findings],
  };
}

export function siteOf(base: FrameworkBase, output: string, caches: readonly string[] = []): Draft {
  return { ...base, hooks: {}, kind: "static", output, caches: [...caches] };
}

/** Recognised for sure, but what it would build runs on another platform only: the plan says what to change. */
export function unfinished(base: FrameworkBase, problem: Finding): Draft {
  return { ...base, kind: "server", start: null, port: 3000, health: "/", findings: [problem, ...base.findings] };
}

const otherPlatform = (framework: string, adapter: string, instead: string) => ({
  title: `This ${framework} project is built for another platform (\`${adapter}\`).`,
  fix: instead,
});

export const builtForAnother = (
  framework: string,
  adapter: string,
  instead: string,
  at: { file: string; line: number },
): Finding => finding("error", "other-platform", otherPlatform(framework, adapter, instead), at);
