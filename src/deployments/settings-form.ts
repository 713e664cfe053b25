import { invalid } from "../lib/errors.ts";
import { MINUTE_MS } from "../lib/time.ts";
import type { EnvironmentSettings, GateUser } from "../projects/environment-settings.ts";

/** A field that nobody sent leaves its setting as it is. Numbers come as text from forms. */
export type TypedSettings = {
  gate?: string | undefined;
  message?: string | undefined;
  /** Who gets in beside those who do already, or with another password. */
  userName?: string | undefined;
  userPassword?: string | undefined;
  /** Who gets in no longer. */
  remove?: string | string[] | undefined;
  switch?: string | undefined;
  fewest?: string | number | undefined;
  most?: string | number | undefined;
  /** Percent. */
  cpuGoal?: string | number | undefined;
  /** Percent; empty when memory is not to count. */
  memoryGoal?: string | number | null | undefined;
  /** Requests in a second for each replica; empty when they are not to count. */
  requestGoal?: string | number | null | undefined;
  /** Minutes; empty for never. */
  sleepAfter?: string | number | null | undefined;
  previewsSleepAfter?: string | number | null | undefined;
};

const USER_NAME = /^[A-Za-z0-9._@-]{1,64}$/;
/** bcrypt looks at no more than this. */
const LONGEST_PASSWORD = 72;

/** The settings with what somebody typed. Passwords are kept as bcrypt hashes only. */
export async function readSettings(settings: EnvironmentSettings, typed: TypedSettings): Promise<EnvironmentSettings> {
  const { replicas } = settings;
  return {
    ...settings,
    gate: await readGate(settings.gate, typed),
    switch: oneOf("switch", ["overlap", "pause"], typed.switch ?? settings.switch),
    replicas: {
      fewest: Number(typed.fewest ?? replicas.fewest),
      most: Number(typed.most ?? replicas.most),
      cpuShare: typed.cpuGoal === undefined ? replicas.cpuShare : Number(typed.cpuGoal) / 100,
      memoryShare: readGoal(typed.memoryGoal, replicas.memoryShare, 100),
      requestRate: readGoal(typed.requestGoal, replicas.requestRate, 1),
    },
    sleepAfterMs: readMinutes("sleepAfter", typed.sleepAfter, settings.sleepAfterMs),
    previewsSleepAfterMs: readMinutes("previewsSleepAfter", typed.previewsSleepAfter, settings.previewsSleepAfterMs),
  };
}

async function readGate(gate: EnvironmentSettings["gate"], typed: TypedSettings): Promise<EnvironmentSettings["gate"]> {
  const kind = oneOf("gate", ["open", "password", "maintenance"], typed.gate ?? gate.kind);
  if (kind === "open") return { kind };
  if (kind === "maintenance") return { kind, message: readMessage(typed.message ?? messageOf(gate)) };
  const users = await readUsers(gate.kind === "password" ? gate.users : [], typed);
  if (users.length === 0) {
    throw invalid("userName", "Nobody could get in.", "Name somebody, with a password for them.");
  }
  return { kind, users };
}

function readMessage(message: string): string {
  if (message.length <= 500) return message.trim();
  throw invalid("message", "The message has at most 500 characters.");
}

const messageOf = (gate: EnvironmentSettings["gate"]) => (gate.kind === "maintenance" ? gate.message : "");

async function readUsers(known: readonly GateUser[], typed: TypedSettings): Promise<GateUser[]> {
  const gone = new Set([typed.remove ?? []].flat());
  const name = typed.userName?.trim() ?? "";
  const kept = known.filter((user) => !gone.has(user.name) && user.name !== name);
  if (name === "") return kept;
  const password = typed.userPassword ?? "";
  if (!USER_NAME.test(name)) throw invalid("userName", "A name has up to 64 letters, digits and . _ @ -");
  if (password.length < 4 || Buffer.byteLength(password) > LONGEST_PASSWORD) {
    throw invalid("userPassword", `A password has 4 to ${LONGEST_PASSWORD} characters.`);
  }
  return [...kept, { name, hash: await Bun.password.hash(password, { algorithm: "bcrypt", cost: 10 }) }];
}

function readGoal(typed: string | number | null | undefined, before: number | null, of: number): number | null {
  if (typed === undefined) return before;
  return typed === null || typed === "" ? null : Number(typed) / of;
}

function readMinutes(field: string, typed: string | number | null | undefined, before: number | null): number | null {
  if (typed === undefined) return before;
  if (typed === null || typed === "" || typed === "never") return null;
  const minutes = Number(typed);
  if (Number.isFinite(minutes)) return Math.round(minutes * MINUTE_MS);
  throw invalid(field, "Minutes are a number; leave it empty for never.");
}

function oneOf<Choice extends string>(field: string, choices: readonly Choice[], typed: string): Choice {
  const found = choices.find((choice) => choice === typed);
  if (found) return found;
  throw invalid(field, `It must be one of ${choices.join(", ")}.`);
}

/** Without what opens a gate. */
export function shownSettings({ gate, ...rest }: EnvironmentSettings) {
  const shown = gate.kind === "password" ? { kind: gate.kind, users: gate.users.map(({ name }) => name) } : gate;
  return { ...rest, gate: shown };
}
