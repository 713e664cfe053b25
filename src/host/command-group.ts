import { readFile, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SECOND_MS } from "../lib/time.ts";
import { Cgroups } from "./cgroup.ts";

/** The builds of every AutoStack on the machine; each has a group of its own below it. */
export const BUILDS_GROUP = "/autostack-builds";

const END_MS = 5 * SECOND_MS;
const PAUSE_MS = 10;

export const commandGroup = (name: string) => join(BUILDS_GROUP, name);

/**
 * Ends all that a group of this machine holds, also what has a session of its own and what is started meanwhile. `false` when something
 * could not be ended in time.
 */
export async function endGroup(path: string, cgroups = new Cgroups()): Promise<boolean> {
  const entrances = await cgroups.entrances(path);
  for (const until = Date.now() + END_MS; !(await isEmpty(entrances)); await Bun.sleep(PAUSE_MS)) {
    if (Date.now() > until) return false;
    await cgroups.kill(path);
  }
  return true;
}

/** No error when it is not there. A group that still holds something stays. */
export async function removeGroup(path: string, cgroups = new Cgroups()): Promise<void> {
  for (const entrance of await cgroups.entrances(path)) await rmdir(dirname(entrance)).catch(() => {});
}

async function isEmpty(entrances: readonly string[]): Promise<boolean> {
  const lists = await Promise.all(entrances.map((path) => readFile(path, "utf8").catch(() => "")));
  return lists.every((list) => list.trim() === "");
}
