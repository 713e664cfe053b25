import type { BuildWatch } from "./build-groups.ts";
import { unlimitedBecause, watchBuild } from "./build-groups.ts";
import { Cgroups, type GroupLimits } from "./cgroup.ts";

const GROUP = "/autostack-builds";

/** Joins the groups whose files follow, then becomes the command: last for processors and disks, and the first to go when memory ends. */
const JOIN = [
  'for procs in "$@"; do echo $$ > "$procs"; done',
  "echo 500 2>/dev/null > /proc/$$/oom_score_adj",
  "ionice -c 3 -p $$ 2>/dev/null",
  'exec nice -n 10 sh -c "$0"',
].join("\n");

/** A build of commands on the machine itself, held to limits where AutoStack may. */
export type CommandBuild = { argv(command: string): string[]; watch: BuildWatch | null };

export async function limitCommands(limits: GroupLimits, cgroups = new Cgroups()): Promise<CommandBuild> {
  try {
    if ((await cgroups.version()) === null) return unlimited;
    const watch = await watchBuild({ kind: "shared", path: GROUP }, limits, cgroups);
    const entrances = await cgroups.entrances(GROUP);
    return { argv: (command) => ["sh", "-c", JOIN, command, ...entrances], watch };
  } catch {
    return unlimited;
  }
}

const unlimited: CommandBuild = { argv: (command) => ["sh", "-c", JOIN, command], watch: null };

export async function whyCommandsUnlimited(cgroups = new Cgroups()): Promise<string | null> {
  try {
    if ((await cgroups.version()) === null) throw new Error("this machine has no control groups");
    await cgroups.checkWritable();
    return null;
  } catch (error) {
    return unlimitedBecause(error);
  }
}
