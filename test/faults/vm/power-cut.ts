import { type DeploymentState, hasEnded, type Stage } from "#src/deployments/deployment.ts";
import { eventually } from "../../support/eventually.ts";
import { busyboxApp } from "./apps.ts";
import type { Inside } from "./inside.ts";
import type { Machine } from "./machine.ts";

/** Long enough to be seen at its build. */
const BUILD = "sleep 3";
const BOOT_MS = 240_000;
const END_MS = 240_000;
const TIDY_MS = 60_000;
const TRIES = 5;

export type Project = { slug: string; text: string };

export type Aftermath = {
  /** From power-on to the first answer of an app that nobody changed. */
  firstAnswerMs: number;
  /** How the deployment ended that the power was cut under; `null` when there was none. */
  state: DeploymentState | null;
  /** What its project answers, and what it must answer by that state. */
  answer: string;
  expected: string;
  inside: Inside;
};

/** Cuts the power when a deployment is said to be at the stage. `victim.text` becomes what it answers after all. */
export async function cutPowerAt(machine: Machine, stage: Stage, steady: Project, victim: Project): Promise<Aftermath> {
  const text = `at ${stage} ${crypto.randomUUID()}`;
  const id = await deployUntil(machine, stage, victim, text);
  await machine.cutPower();
  machine.powerOn();
  const firstAnswerMs = await answersAgain(machine, steady);
  await machine.signIn();
  const known = (await machine.api.deployments(victim.slug)).some((deployment) => deployment.id === id);
  if (!known) throw new Error("The deployment is lost, though its start was acknowledged");
  const { deployment } = await eventually(
    "the deployment's end",
    async () => {
      const facts = await machine.api.facts(victim.slug, id);
      return hasEnded(facts.deployment.state) && facts;
    },
    END_MS,
  );
  const { state } = deployment;
  if (state.name === "live") victim.text = text;
  const answer = await (await machine.visit(victim.slug)).text();
  return { firstAnswerMs, state, answer, expected: victim.text, inside: await tidied(machine) };
}

/** A stage may be over before it is seen, so that this may need a few deployments. */
async function deployUntil(machine: Machine, stage: Stage, victim: Project, text: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { id } = await machine.api.deployUpload(victim.slug, busyboxApp(text, BUILD));
    if (await isSeenAt(machine, stage, victim, id)) return id;
    victim.text = text;
  }
  throw new Error(`No deployment was seen at ${stage}`);
}

/** False when it went live before. */
async function isSeenAt(machine: Machine, stage: Stage, { slug }: Project, id: string): Promise<boolean> {
  for (;;) {
    const { state } = (await machine.api.facts(slug, id)).deployment;
    if (state.name === "running" && state.stage === stage) return true;
    if (state.name === "live") return false;
    if (hasEnded(state)) throw new Error(`The deployment is ${JSON.stringify(state)}`);
    await Bun.sleep(20);
  }
}

/** A reboot that was asked for. */
export async function rebootCleanly(machine: Machine, steady: Project, victim: Project): Promise<Aftermath> {
  await machine.reboot();
  const firstAnswerMs = await answersAgain(machine, steady);
  await answersAgain(machine, victim);
  await machine.signIn();
  const answer = await (await machine.visit(victim.slug)).text();
  return { firstAnswerMs, state: null, answer, expected: victim.text, inside: await tidied(machine) };
}

/** Nobody helps; resolves to how long after power-on it answered. */
async function answersAgain(machine: Machine, { slug, text }: Project): Promise<number> {
  const answers = async () => (await (await machine.visit(slug)).text()) === text;
  await eventually(`an answer of ${slug}`, answers, BOOT_MS);
  return machine.sincePowerOnMs;
}

async function tidied(machine: Machine): Promise<Inside> {
  const nothingLeft = async () => {
    const { orphans, unfinished } = await machine.look();
    return orphans.length === 0 && unfinished.length === 0;
  };
  await eventually("the end of what ran before", nothingLeft, TIDY_MS).catch(() => {});
  return machine.look();
}
