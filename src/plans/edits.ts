import { invalid } from "../lib/errors.ts";
import type { AppPlan, Hooks, PlanEdits } from "./plan.ts";

const MAX_COMMAND = 2_000;
const MAX_PATH = 512;
const COMMANDS = ["install", "build", "start"] as const;
const HOOKS = ["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch"] as const;
const KINDS = ["static", "server", "worker"];

const hasControl = (text: string) => [...text].some((character) => character < " " || character === "\u007f");

function checkCommand(field: string, command: string | null | undefined): void {
  if (!command) return;
  if (command.length > MAX_COMMAND) {
    throw invalid(
      field,
      `This command is longer than ${MAX_COMMAND} characters.`,
      "Put it into a script and call that.",
    );
  }
  if (hasControl(command) || command.endsWith("\\")) {
    throw invalid(field, "A command is one line of plain text.", "Join several commands with &&.");
  }
}

function checkPath(field: string, path: string | null | undefined): void {
  if (!path) return;
  const parts = path.split("/");
  if (path.length > MAX_PATH || hasControl(path) || path.includes("\\")) {
    throw invalid(field, "This is not a folder of the project.", "Write it as in a URL: apps/web.");
  }
  if (path.startsWith("/") || parts.includes("..")) {
    throw invalid(field, "The folder must be inside the project.", "Write it from the project's root: apps/web.");
  }
}

function checkPort(port: number | null | undefined): void {
  if (port === undefined || port === null) return;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid("port", "A port is a whole number from 1 to 65535.", "Most programs use 3000, 8000 or 8080.");
  }
}

function checkHealth(health: string | null | undefined): void {
  if (!health) return;
  if (!/^\/[^\s\\]{0,500}$/.test(health) || health.startsWith("//") || hasControl(health)) {
    throw invalid("health", "A health path starts with one slash and has no spaces.", "For example /health.");
  }
}

/** Throws for the first field that cannot be accepted. The commands are the user's own and run in their own sandbox. */
export function checkEdits(edits: PlanEdits): void {
  for (const name of COMMANDS) checkCommand(name, edits[name]);
  for (const name of HOOKS) checkCommand(name, edits.hooks?.[name]);
  checkPath("path", edits.path);
  checkPath("output", edits.output);
  checkPort(edits.port);
  checkHealth(edits.health);
  if (edits.kind !== undefined && !KINDS.includes(edits.kind)) {
    throw invalid("kind", "A project is static, a server or a worker.");
  }
  if (edits.runtimeVersion !== undefined && !/^\d{1,3}(?:\.\d{1,4}){0,2}$/.test(edits.runtimeVersion)) {
    throw invalid("runtimeVersion", "A version is numbers with dots.", "For example 22 or 3.11.");
  }
}

/** `./apps/web/` and `apps/web` are one folder. */
export function cleanPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length > 0 ? parts.join("/") : ".";
}

const offWhenEmpty = <T extends string>(value: T | null): T | null => (value?.trim() ? value : null);

function editedHooks(hooks: Hooks, edits: Partial<Hooks>): Hooks {
  const merged = { ...hooks, ...edits };
  return {
    beforeBuild: offWhenEmpty(merged.beforeBuild),
    afterBuild: offWhenEmpty(merged.afterBuild),
    beforeSwitch: offWhenEmpty(merged.beforeSwitch),
    afterSwitch: offWhenEmpty(merged.afterSwitch),
  };
}

/** Each kind has what it needs and nothing that only another kind has. */
function fittingKind(plan: AppPlan): AppPlan {
  switch (plan.kind) {
    case "static":
      return { ...plan, start: null, port: null, health: null, output: plan.output ?? "." };
    case "worker":
      return { ...plan, output: null, port: null, health: null };
    case "server":
      return { ...plan, output: null, port: plan.port ?? 3000, health: plan.health ?? "/" };
  }
}

/** What no file in the source decides: that wins over what a person changed. */
function freeEdits({ decided }: AppPlan, { hooks, ...edits }: PlanEdits): PlanEdits {
  const free = (all: object) =>
    Object.fromEntries(Object.entries(all).filter(([field]) => !Object.hasOwn(decided, field)));
  return { ...free(edits), ...(hooks && { hooks: free(hooks) }) };
}

/** The plan as a person changed it. What they left alone, or a file in the source decides, stays as it was read. */
export function applyEdits(plan: AppPlan, edits: PlanEdits): AppPlan {
  checkEdits(edits);
  return edited(plan, freeEdits(plan, edits));
}

/** Another build may leave its program elsewhere than where the plan's own did: then everything goes along. */
function shippedBy({ ship, build }: AppPlan, other: string | null): string[] {
  const isGone = (path: string) => build?.includes(path) === true && !other?.includes(path);
  return ship.some(isGone) ? [] : ship;
}

function edited(plan: AppPlan, edits: PlanEdits): AppPlan {
  const { runtimeVersion, hooks, path, output, install, useDockerfile, usePlatformFiles: _, ...rest } = edits;
  const isImage = plan.dockerfile !== null && useDockerfile !== false;
  return fittingKind({
    ...plan,
    ...rest,
    // An image is no folder of files.
    ...(isImage && rest.kind === "static" && { kind: plan.kind }),
    ...(path !== undefined && { path: cleanPath(path) }),
    ...(output !== undefined && { output: output ? cleanPath(output) : null }),
    // Another install may read any file.
    ...(install !== undefined && { install: offWhenEmpty(install), repair: null, manifests: [] }),
    ...(edits.build !== undefined && { build: offWhenEmpty(edits.build), ship: shippedBy(plan, edits.build) }),
    ...(edits.start !== undefined && { start: offWhenEmpty(edits.start) }),
    ...(edits.health !== undefined && { health: offWhenEmpty(edits.health) }),
    ...(runtimeVersion !== undefined && { runtime: { ...plan.runtime, version: runtimeVersion, from: "settings" } }),
    hooks: editedHooks(plan.hooks, hooks ?? {}),
  });
}
