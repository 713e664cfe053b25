import { dirname, join } from "node:path";
import type Dockerode from "dockerode";
import { errorText } from "../lib/errors.ts";
import { Cgroups, type GroupLimits } from "./cgroup.ts";
import { kernelLog, type OomKill } from "./oom-log.ts";
import { shareOut } from "./share-out.ts";

const LOOK_EVERY_MS = 100;
/** A daemon that only lost the connection ends the build by itself in this time. */
const END_BY_ITSELF_MS = 2000;

/**
 * Where BuildKit puts the processes of its steps: each into a group of its own, all of them below one (`shared`), or with
 * systemd beside the containers' (`single`), where only each can be held by itself.
 */
export type StepGroups = { kind: "shared"; path: string } | { kind: "single"; parent: string };

/** What builds may use together, or all that the machine has. */
export type Exhausted = "builds" | "machine";

/** What is watched over while one build runs. */
export type BuildWatch = {
  /** Whose memory had run out when the kernel ended something of a build since this one began; `null` when it ended nothing. */
  ranOutOfMemory(): Promise<Exhausted | null>;
  /** Ends the steps seen during the build that are still there a while after the Engine was lost: its next daemon does not know them. */
  killOrphans(): Promise<void>;
  end(): void;
};

/**
 * Containers of systemd's driver are named by 64 digits; steps by BuildKit's own 25 letters and digits. Docker 20.10 does not tell
 * systemd of steps, and what was meant for it becomes the name of a folder: `system.slice:docker:…`.
 */
const SINGLE_STEP = /(\/docker-[a-z0-9]{25}\.scope|:docker:[a-z0-9]{25})$/;

/** Where the steps of this machine's Engine run. Throws the reason when that cannot be known. */
export async function findStepGroups(engine: Dockerode, cgroups = new Cgroups()): Promise<StepGroups> {
  if ((await cgroups.version()) === null) throw new Error("this machine has no control groups");
  const { CgroupDriver: driver } = await engine.info();
  if (driver !== "cgroupfs" && driver !== "systemd") throw new Error(`the Engine's cgroup driver is ${driver}`);
  const parent = (await parentOfContainers(engine, cgroups)) ?? (driver === "systemd" ? "/system.slice" : "/docker");
  return driver === "systemd" ? { kind: "single", parent } : { kind: "shared", path: join(parent, "buildkit") };
}

/** `null` when none runs. Throws when one runs that this machine does not see: then neither are the builds here. */
async function parentOfContainers(engine: Dockerode, cgroups: Cgroups): Promise<string | null> {
  const [running] = await engine.listContainers({ limit: 1, filters: { status: ["running"] } });
  if (!running) return null;
  const { State } = await engine.getContainer(running.Id).inspect();
  const group = await cgroups.groupOf(State.Pid);
  if (!group?.includes(running.Id)) throw new Error("the Engine's processes are not of this machine");
  return dirname(group);
}

/** Holds builds to the limits from now on. Steps that are told apart by nothing but their names are looked for. */
export async function watchBuild(
  groups: StepGroups,
  limits: GroupLimits,
  cgroups = new Cgroups(),
  log = kernelLog,
): Promise<BuildWatch> {
  if (groups.kind === "shared") {
    await cgroups.make(groups.path);
    await cgroups.limit(groups.path, limits);
    await cgroups.pin(groups.path, limits.cpus);
  }
  const [counted, logged] = await Promise.all([countIn(groups, cgroups), log.count()]);
  const known = new Set<string>();
  let isOver = false;
  void (async () => {
    while (!isOver) {
      await holdSteps(groups, limits, cgroups, known);
      await Bun.sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    async ranOutOfMemory() {
      if (logged !== null) return exhaustedBy(await log.after(logged), groups);
      const { kills, hits } = await countIn(groups, cgroups);
      return kills > counted.kills && (groups.kind === "single" || hits > counted.hits) ? "builds" : null;
    },
    async killOrphans() {
      await Bun.sleep(END_BY_ITSELF_MS);
      for (const step of known) await cgroups.kill(step);
    },
    end() {
      isOver = true;
    },
  };
}

/** All that tells of memory where the kernel's log may not be read. With systemd it is the containers' too. */
function countIn(groups: StepGroups, cgroups: Cgroups) {
  return cgroups.outOfMemoryCount(groups.kind === "shared" ? groups.path : groups.parent);
}

/** Others of the machine may have been ended meanwhile: that is not the build's doing. */
function exhaustedBy(kills: readonly OomKill[], groups: StepGroups): Exhausted | null {
  const own = kills.filter(({ victim }) => isBuilds(groups, victim));
  if (own.length === 0) return null;
  return own.some(({ exhausted }) => exhausted !== null && isBuilds(groups, exhausted)) ? "builds" : "machine";
}

function isBuilds(groups: StepGroups, path: string): boolean {
  if (groups.kind === "single") return path.startsWith(`${groups.parent}/`) && SINGLE_STEP.test(path);
  return path === groups.path || path.startsWith(`${groups.path}/`);
}

async function holdSteps(groups: StepGroups, limits: GroupLimits, cgroups: Cgroups, known: Set<string>) {
  const steps = await stepsOf(groups, cgroups);
  if (groups.kind === "single") await holdEach(steps, limits, cgroups);
  for (const step of steps) {
    if (known.has(step)) continue;
    known.add(step);
    // A group of version 1 cannot be kept to fewer processors than one below it, and a step may have begun before this AutoStack.
    if (groups.kind === "shared") await cgroups.pin(step, limits.cpus);
    await cgroups.comeLast(step);
  }
}

/** Each time: systemd takes away the controllers that none of its own units needs, and the limits go with them. */
async function holdEach(steps: readonly string[], limits: GroupLimits, cgroups: Cgroups) {
  const shares = shareOut(limits, await Promise.all(steps.map((step) => cgroups.use(step))));
  // A step that has just ended takes its group along.
  await Promise.all(steps.map((step, index) => cgroups.limit(step, shares[index] ?? limits).catch(() => {})));
  await Promise.all(steps.map((step) => cgroups.pin(step, limits.cpus)));
}

async function stepsOf(groups: StepGroups, cgroups: Cgroups): Promise<string[]> {
  if (groups.kind === "shared") return cgroups.below(groups.path);
  return (await cgroups.below(groups.parent)).filter((path) => SINGLE_STEP.test(path));
}

/** Why builds of the Engine run without limits, in a sentence, or `null`. */
export async function whyUnlimited(engine: Dockerode, cgroups = new Cgroups()): Promise<string | null> {
  try {
    await findStepGroups(engine, cgroups);
    await cgroups.checkWritable();
    return null;
  } catch (error) {
    return unlimitedBecause(error);
  }
}

export function unlimitedBecause(error: unknown): string {
  const denied = error instanceof Error && "code" in error && ["EACCES", "EPERM", "EROFS"].includes(String(error.code));
  const reason = denied ? "AutoStack may not write this machine's control groups" : errorText(error);
  return `Builds run without limits of their own, as ${reason}.`;
}
