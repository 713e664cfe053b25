import { dirname, join } from "node:path";
import type Dockerode from "dockerode";
import { errorText } from "../lib/errors.ts";
import { Cgroups, type GroupLimits } from "./cgroup.ts";

const LOOK_EVERY_MS = 100;
/** A daemon that only lost the connection ends the build by itself in this time. */
const END_BY_ITSELF_MS = 2000;

/**
 * Where BuildKit puts the processes of its steps: each into a group of its own, all of them below one (`shared`), or with
 * systemd beside the containers' (`single`), where only each can be held by itself.
 */
export type StepGroups = { kind: "shared"; path: string } | { kind: "single"; parent: string };

/** What is watched over while one build runs. */
export type BuildWatch = {
  /** Whether the kernel has killed something of a build for want of memory since the build began. */
  ranOutOfMemory(): Promise<boolean>;
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
): Promise<BuildWatch> {
  const measured = groups.kind === "shared" ? groups.path : groups.parent;
  if (groups.kind === "shared") {
    await cgroups.make(groups.path);
    await cgroups.limit(groups.path, limits);
  }
  const before = await cgroups.outOfMemoryCount(measured);
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
      const { kills, hits } = await cgroups.outOfMemoryCount(measured);
      return kills > before.kills && (groups.kind === "single" || hits > before.hits);
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

async function holdSteps(groups: StepGroups, limits: GroupLimits, cgroups: Cgroups, known: Set<string>) {
  for (const step of await stepsOf(groups, cgroups)) {
    // Each time: systemd takes away the controllers that none of its own units needs, and the limits go with them. A step
    // that has just ended takes its group along.
    if (groups.kind === "single") await cgroups.limit(step, limits).catch(() => {});
    if (known.has(step)) continue;
    known.add(step);
    await cgroups.offerFirst(step);
  }
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
