import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SECOND_MS } from "../lib/time.ts";
import { commandGroup, endGroup, removeGroup } from "./command-group.ts";
import { isRunning, parseStat, signalGroup } from "./process-table.ts";
import type { Spawned } from "./processes.ts";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";
const END_MS = 5 * SECOND_MS;
const PAUSE_MS = 10;
const GROUP_RECORD = /^([0-9a-f-]{36})\.group$/;

/**
 * Writes down which process it is, and of which boot, then becomes the command. It does so itself, so that there is no moment in which
 * the command runs and nobody would find it.
 */
const RECORD = [
  "boot=-; stat=$$",
  `if [ -r /proc/$$/stat ]; then read -r boot 2>/dev/null < ${BOOT_ID}; read -r stat < /proc/$$/stat; fi`,
  'echo "$boot $stat" > "$0" && exec "$@"',
].join("\n");

/** The commands that are under way, a file each, so that those of an AutoStack that died can be ended by the next one. */
export class CommandRecords {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The command as one that records itself; `forget` when it has ended. */
  async record(command: readonly string[]): Promise<{ argv: string[]; forget(): Promise<void> }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, crypto.randomUUID());
    return { argv: ["/bin/sh", "-c", RECORD, path, ...command], forget: () => rm(path, { force: true }) };
  }

  /** Before a build gets the control group of that name; `forget` when the group has gone. */
  async recordGroup(name: string): Promise<{ forget(): Promise<void> }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, `${name}.group`);
    await writeFile(path, "");
    return { forget: () => rm(path, { force: true }) };
  }

  /** Ends all that is recorded, with everything that it has started. The folder is there from then on. */
  async endAll(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#folder);
    await Promise.all(names.map((name) => this.#end(name)));
  }

  async #end(name: string): Promise<void> {
    const path = join(this.#folder, name);
    const [, group] = GROUP_RECORD.exec(name) ?? [];
    if (group === undefined) return endRecorded(path);
    if (!(await endGroup(commandGroup(group)))) return;
    await removeGroup(commandGroup(group));
    await rm(path, { force: true });
  }
}

async function endRecorded(path: string): Promise<void> {
  const process = await readRecord(path);
  if (process) {
    // What may not be signalled is nobody's own.
    await signalGroup(process, "SIGKILL").catch(() => {});
    for (const until = Date.now() + END_MS; Date.now() < until && (await isRunning(process)); )
      await Bun.sleep(PAUSE_MS);
  }
  await rm(path, { force: true });
}

/** `null` for one of before the machine's last start: its id is a stranger's by now. */
async function readRecord(path: string): Promise<Spawned | null> {
  const [boot, stat] = splitOnce((await readFile(path, "utf8")).trim());
  if (boot !== (await readFile(BOOT_ID, "utf8").catch(() => "-")).trim()) return null;
  const pid = Number.parseInt(stat, 10);
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  return { pid, startedAt: boot === "-" ? "" : parseStat(pid, stat).startedAt };
}

function splitOnce(text: string): [string, string] {
  const end = text.indexOf(" ");
  return [text.slice(0, end), text.slice(end + 1)];
}
