import type { BuildWatch } from "./build-groups.ts";
import { unlimitedBecause, watchBuild } from "./build-groups.ts";
import { Cgroups, type GroupLimits } from "./cgroup.ts";
import { BUILDS_GROUP, commandGroup, endGroup, removeGroup } from "./command-group.ts";

/** Joins the groups whose files follow, then becomes the command: last for processors and disks, and the first to go when memory ends. */
const JOIN = [
  'for procs in "$@"; do echo $$ > "$procs"; done',
  "echo 500 2>/dev/null > /proc/$$/oom_score_adj",
  "ionice -c 3 -p $$ 2>/dev/null",
  'exec nice -n 10 sh -c "$0"',
].join("\n");

/** A build of commands on the machine itself, held to limits where AutoStack may. */
export type CommandBuild = {
  argv(command: string): string[];
  watch: Pick<BuildWatch, "ranOutOfMemory"> | null;
  /** Ends what a command has left, wherever it has gone. Without control groups it does nothing. */
  endRest(): Promise<void>;
  /** After the last command. */
  end(): Promise<void>;
};

/** `name` is that of its own control group, so that all it holds can be found by a later AutoStack. */
export async function limitCommands(
  limits: GroupLimits,
  name: string = crypto.randomUUID(),
  cgroups = new Cgroups(),
): Promise<CommandBuild> {
  try {
    if ((await cgroups.version()) === null) return unlimited;
    return await inGroup(commandGroup(name), limits, cgroups);
  } catch {
    return unlimited;
  }
}

async function inGroup(group: string, limits: GroupLimits, cgroups: Cgroups): Promise<CommandBuild> {
  const watch = await watchBuild({ kind: "shared", path: BUILDS_GROUP }, limits, cgroups);
  try {
    await cgroups.make(group);
  } catch (error) {
    watch.end();
    throw error;
  }
  const entrances = await cgroups.entrances(group);
  const endRest = async () => void (await endGroup(group, cgroups));
  return {
    ...{ argv: (command) => ["sh", "-c", JOIN, command, ...entrances], watch, endRest },
    async end() {
      await endRest();
      watch.end();
      await removeGroup(group, cgroups);
    },
  };
}

const unlimited: CommandBuild = {
  argv: (command) => ["sh", "-c", JOIN, command],
  watch: null,
  endRest: async () => {},
  end: async () => {},
};

export async function whyCommandsUnlimited(cgroups = new Cgroups()): Promise<string | null> {
  try {
    if ((await cgroups.version()) === null) throw new Error("this machine has no control groups");
    await cgroups.checkWritable();
    return null;
  } catch (error) {
    return unlimitedBecause(error);
  }
}
