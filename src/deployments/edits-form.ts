import { t } from "elysia";
import { invalid } from "../lib/errors.ts";
import { checkEdits } from "../plans/edits.ts";
import type { AppPlan, Hooks, PlanEdits } from "../plans/plan.ts";

/** The plan's fields as a form sends them. Their names are those of `PlanEdits`. */
export const EditFields = {
  path: t.Optional(t.String()),
  kind: t.Optional(t.Union([t.Literal("static"), t.Literal("server"), t.Literal("worker")])),
  install: t.Optional(t.String()),
  build: t.Optional(t.String()),
  start: t.Optional(t.String()),
  output: t.Optional(t.String()),
  port: t.Optional(t.String()),
  health: t.Optional(t.String()),
  runtimeVersion: t.Optional(t.String()),
  beforeBuild: t.Optional(t.String()),
  afterBuild: t.Optional(t.String()),
  beforeSwitch: t.Optional(t.String()),
  afterSwitch: t.Optional(t.String()),
  useDockerfile: t.Optional(t.Union([t.Literal("on"), t.Literal("off"), t.Boolean()])),
  /** A form asked for `useDockerfile`, so that its absence means “off”. */
  dockerfileAsked: t.Optional(t.String()),
  usePlatformFiles: t.Optional(t.Union([t.Literal("on"), t.Literal("off"), t.Boolean()])),
  platformFilesAsked: t.Optional(t.String()),
};

const TEXTS = ["path", "install", "build", "start", "output", "health"] as const;
const HOOKS = ["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch"] as const;

export type TypedEdits = {
  [Name in Exclude<keyof typeof EditFields, "kind" | SwitchName>]?: string | undefined;
} & { kind?: AppPlan["kind"] | undefined } & { [Name in SwitchName]?: "on" | "off" | boolean | undefined };

/** Which of the source's own files count; each with the field that says that a form asked for it. */
const SWITCHES = { useDockerfile: "dockerfileAsked", usePlatformFiles: "platformFilesAsked" } as const;
type SwitchName = keyof typeof SWITCHES;
const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[];

/** The part of a plan that a form shows: what was typed is compared with it. */
export type Detected = Pick<AppPlan, (typeof TEXTS)[number] | "kind" | "port" | "hooks"> & { runtimeVersion: string };

export function detectedOf(plan: AppPlan): Detected {
  const { path, kind, install, build, start, output, port, health, hooks, runtime } = plan;
  return { path, kind, install, build, start, output, port, health, hooks, runtimeVersion: runtime.version };
}

/** What `detectedOf` gave to the form, as it comes back: text that anybody could have written. */
export function readDetected(text: string | undefined): Detected | null {
  if (!text) return null;
  const detected = parseJson(text) as Partial<Detected> | null | undefined;
  if (typeof detected?.hooks === "object" && detected.hooks !== null) return detected as Detected;
  throw invalid("detected", "“detected” is not what AutoStack showed.", "Leave it out: then all that is sent counts.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The edits of a form: only what differs from what was detected, so that what a person left alone goes on following the code.
 * Without a plan to compare with, all that was typed counts. Throws for the first field that cannot be accepted.
 */
export function readEdits(typed: TypedEdits, detected: Detected | null): PlanEdits {
  const path = typed.path?.trim();
  // Another part of the source was chosen: what the form showed of the first one says nothing about it.
  const read = path && detected && path !== detected.path ? { path } : differences(typed, detected);
  const off = SWITCH_NAMES.filter((name) => readSwitch(typed, name) === false);
  const edits: PlanEdits = { ...read, ...Object.fromEntries(off.map((name) => [name, false])) };
  checkEdits(edits);
  return edits;
}

/** `undefined` when nobody said anything about it. */
function readSwitch(typed: TypedEdits, name: SwitchName): boolean | undefined {
  const value = typed[name];
  if (value === undefined) return typed[SWITCHES[name]] ? false : undefined;
  return value === true || value === "on";
}

function differences(typed: TypedEdits, detected: Detected | null): PlanEdits {
  const edits: PlanEdits = {};
  for (const name of TEXTS) {
    const value = typed[name]?.trim();
    if (value !== undefined && value !== (detected?.[name] ?? "")) edits[name] = value;
  }
  const { kind, runtimeVersion } = typed;
  if (kind !== undefined && kind !== detected?.kind) edits.kind = kind;
  if (runtimeVersion && runtimeVersion !== detected?.runtimeVersion) edits.runtimeVersion = runtimeVersion;
  const port = typed.port?.trim();
  // What is no number becomes NaN, which is refused beside its field.
  if (port && Number(port) !== detected?.port) edits.port = Number(port);
  const hooks = hookDifferences(typed, detected);
  return Object.keys(hooks).length > 0 ? { ...edits, hooks } : edits;
}

function hookDifferences(typed: TypedEdits, detected: Detected | null): Partial<Hooks> {
  const hooks: Partial<Hooks> = {};
  for (const name of HOOKS) {
    const value = typed[name]?.trim();
    if (value !== undefined && value !== (detected?.hooks[name] ?? "")) hooks[name] = value;
  }
  return hooks;
}

/** New edits over old ones: what the request left out stays as it was. A form sends every field, a program only some. */
export function mergeEdits(old: PlanEdits, typed: TypedEdits, edits: PlanEdits): PlanEdits {
  const isSwitch = (name: string): name is SwitchName => Object.hasOwn(SWITCHES, name);
  const isLeftOut = ([name]: [string, unknown]) =>
    (isSwitch(name) ? readSwitch(typed, name) : typed[name as keyof TypedEdits]) === undefined;
  const { hooks: oldHooks = {}, ...oldRest } = old;
  const { hooks: newHooks = {}, ...newRest } = edits;
  const hooks = { ...Object.fromEntries(Object.entries(oldHooks).filter(isLeftOut)), ...newHooks };
  const rest = { ...Object.fromEntries(Object.entries(oldRest).filter(isLeftOut)), ...newRest };
  return Object.keys(hooks).length > 0 ? { ...rest, hooks } : rest;
}
