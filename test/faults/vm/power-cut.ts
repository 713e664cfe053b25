import { type DeploymentState, hasEnded, type Stage } from "#src/deployments/deployment.ts";
import { eventually } from "../../support/eventually.ts";
import { busyboxApp, plainSite } from "./apps.ts";
import type { Inside } from "./inside.ts";
import type { Lost } from "./losable-disk.ts";
import type { Machine } from "./machine.ts";

/** Long enough to be seen at its build. */
const BUILD = "sleep 3";
const BOOT_MS = 600_000;
const TIDY_MS = 120_000;
const TRIES = 5;
/** Whatever the machine is asked slows it down. */
const LOOK_PAUSE_MS = 100;
const ANSWER_PAUSE_MS = 500;
/** A machine that is just booting may never answer a connection. */
const ASK_AGAIN_MS = 5000;
const TIDY_PAUSE_MS = 5000;

/** `text` is what it answers; a plain site is served without a container of its own. */
export type Project = { slug: string; text: string; kind: "app" | "site" };

/** When AutoStack has just said: it has the deployment, the deployment is at the stage, it is live. */
export type Moment = "acknowledged" | Stage | "live";

export type Aftermath = {
  /** From power-on to the first answer of an app that nobody changed. */
  firstAnswerMs: number;
  /** How the deployments ended that the power was cut under. */
  states: DeploymentState[];
  /** What the projects answer, and what they must answer by those states. */
  answers: { slug: string; answer: string; expected: string; isWhole: boolean }[];
  lost: Lost | null;
  inside: Inside;
};

type Begun = { project: Project; id: string; text: string };

export const versionOf = ({ kind }: Project, text: string) =>
  kind === "site" ? plainSite(text) : busyboxApp(text, BUILD);

/** Cuts the power at a moment of the victim's deployment. `victim.text` becomes what it answers after all. */
export async function cutPowerAt(machine: Machine, moment: Moment, steady: Project, victim: Project) {
  const begun = await deployUntil(machine, moment, victim);
  return aftermathOf(machine, [begun], [steady, victim]);
}

/** Cuts the power while several deployments wait or run. */
export async function cutPowerUnderQueue(machine: Machine, afterMs: number, steady: Project, victims: Project[]) {
  const begun: Begun[] = [];
  for (const project of [...victims, ...victims]) {
    const text = `queued ${crypto.randomUUID()}`;
    const { id } = await machine.api.deployUpload(project.slug, versionOf(project, text));
    begun.push({ project, id, text });
  }
  await Bun.sleep(afterMs);
  return aftermathOf(machine, begun, [steady, ...victims]);
}

async function aftermathOf(machine: Machine, begun: Begun[], projects: Project[]): Promise<Aftermath> {
  const lost = await machine.cutPower();
  await machine.powerOn();
  const [steady] = projects;
  const firstAnswerMs = steady ? await answersAgain(machine, steady) : 0;
  await machine.signIn();
  const states: DeploymentState[] = [];
  for (const { project, id, text } of begun) {
    const state = await machine.ended(project.slug, id);
    states.push(state);
    if (state.name === "live") project.text = text;
  }
  return { firstAnswerMs, states, answers: await answersOf(machine, projects), lost, inside: await tidied(machine) };
}

async function answersOf(machine: Machine, projects: Project[]): Promise<Aftermath["answers"]> {
  const answers: Aftermath["answers"] = [];
  for (const { slug, text } of projects) {
    const answer = await (await machine.visit(slug)).text();
    answers.push({ slug, answer, expected: text, isWhole: await isWhole(machine, slug) });
  }
  return answers;
}

/** Whether a large file is what it was when it was made. */
async function isWhole(machine: Machine, slug: string): Promise<boolean> {
  const data = await (await machine.visit(slug, "/data")).bytes();
  const sum = await (await machine.visit(slug, "/data.sum")).text();
  return data.length > 0 && sum.startsWith(new Bun.CryptoHasher("sha256").update(data).digest("hex"));
}

/** A moment may be over before it is seen, so that this may need a few deployments. */
async function deployUntil(machine: Machine, moment: Moment, victim: Project): Promise<Begun> {
  for (let tries = 0; tries < TRIES; tries++) {
    const text = `${moment} ${crypto.randomUUID()}`;
    const { id } = await machine.api.deployUpload(victim.slug, versionOf(victim, text));
    if (moment === "acknowledged" || (await isSeenAt(machine, moment, victim, id))) {
      return { project: victim, id, text };
    }
    if ((await machine.ended(victim.slug, id)).name === "live") victim.text = text;
  }
  throw new Error(`No deployment was seen at ${moment}`);
}

/** False when the moment was over before it was seen, or never came. */
async function isSeenAt(machine: Machine, moment: Stage | "live", { slug }: Project, id: string): Promise<boolean> {
  for (;;) {
    const { state } = (await machine.api.facts(slug, id)).deployment;
    if (state.name === "running" && state.stage === moment) return true;
    if (state.name === "live") return moment === "live";
    // An emulated machine may be too slow for a time limit.
    if (hasEnded(state)) return false;
    await Bun.sleep(LOOK_PAUSE_MS);
  }
}

/** A reboot that was asked for. */
export async function rebootCleanly(machine: Machine, projects: Project[]): Promise<Aftermath> {
  await machine.reboot();
  const [first = 0] = await Promise.all(projects.map((project) => answersAgain(machine, project)));
  await machine.signIn();
  const answers = await answersOf(machine, projects);
  return { firstAnswerMs: first, states: [], answers, lost: null, inside: await tidied(machine) };
}

/** Nobody helps; resolves to how long after power-on it answered. */
async function answersAgain(machine: Machine, { slug, text }: Project): Promise<number> {
  const answers = async () => (await (await machine.visit(slug, "/", ASK_AGAIN_MS)).text()) === text;
  await eventually(`an answer of ${slug}`, answers, BOOT_MS, ANSWER_PAUSE_MS);
  return machine.sincePowerOnMs;
}

/** What ran before ends in its own time. */
async function tidied(machine: Machine): Promise<Inside> {
  const deadline = performance.now() + TIDY_MS;
  for (;;) {
    const inside = await machine.look();
    const isTidy = inside.orphans.length === 0 && inside.unfinished.length === 0;
    if (isTidy || performance.now() > deadline) return inside;
    await Bun.sleep(TIDY_PAUSE_MS);
  }
}
