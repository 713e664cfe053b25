import { access, constants, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lastProcessors } from "./processor-list.ts";
import type { GroupUse } from "./share-out.ts";

/** What all processes of a control group and of those below it may use together. */
export type GroupLimits = { memoryBytes: number; cpus: number; pids: number };

const PERIOD_US = 100_000;
/** An eighth of what every other group has: only what nobody else wants is the build's. */
const CPU_SHARES = 128;
const CPU_WEIGHT = 12;
const IO_WEIGHT = 10;
const OLD_IO_WEIGHT = 100;
/** Of requests to a disk: after all others, yet never waiting for ever. For schedulers that know classes and no weights. */
const LAST = "idle";
/** When the whole machine wants for memory, these processes go before the apps. */
const OOM_SCORE = 500;

/** Version 1 has a tree for each. */
const CONTROLLERS = ["memory", "cpu", "pids", "blkio"];
/** Of a group of version 1 that is new they are empty, and then it takes no process. */
const PLACES = ["cpuset.mems", "cpuset.cpus"];

/** The kernel asks for the limit with swap first, and counts only how often the other one was met: it must be met first. */
const SWAP_BYTES = 1_048_576;

type Setting = { controller: string; file: string; value: string; isWanted?: true };

/** The kernel's control groups. `path` begins with a slash and is the same in each controller's tree. */
export class Cgroups {
  readonly #root: string;
  readonly #proc: string;
  readonly #ionice: string | null;

  /** `ionice` is the program that tells the kernel of a process's class; `null` where there is none. */
  constructor(root = "/sys/fs/cgroup", proc = "/proc", ionice = Bun.which("ionice")) {
    this.#root = root;
    this.#proc = proc;
    this.#ionice = ionice;
  }

  /** `null` where there are none, or none that hold memory. */
  async version(): Promise<1 | 2 | null> {
    if (await exists(join(this.#root, "cgroup.controllers"))) return 2;
    return (await exists(join(this.#root, "memory", "cgroup.procs"))) ? 1 : null;
  }

  /** Throws when this program may not make groups. */
  async checkWritable(): Promise<void> {
    await access(await this.#folder("/", "memory"), constants.W_OK);
  }

  /** No error when it is there. */
  async make(path: string): Promise<void> {
    for (const controller of CONTROLLERS) await mkdir(await this.#folder(path, controller), { recursive: true });
    if ((await this.version()) === 1 && (await this.#hasProcessorSets())) await this.#makeProcessorSet(path);
  }

  /**
   * Keeps a group to the last of the machine's processors, as many as it may use: whatever else wakes up finds the others free
   * and need not wait until the group's turn is over, which the kernel lets it finish. Where the kernel cannot, nothing changes.
   */
  async pin(path: string, cpus: number): Promise<void> {
    const all = (await this.version()) === 2 ? "cpuset.cpus.effective" : "cpuset.cpus";
    const list = await readFile(join(await this.#folder("/", "cpuset"), all), "utf8").catch(() => "");
    const value = lastProcessors(list, Math.ceil(cpus));
    if (value) await this.#write(path, { controller: "cpuset", file: "cpuset.cpus", value, isWanted: true });
  }

  /** Holds a group to the limits, at a low priority. */
  async limit(path: string, limits: GroupLimits): Promise<void> {
    const isNew = (await this.version()) === 2;
    if (isNew) await this.#enableControllers(path);
    const settings = isNew ? newSettings(limits) : oldSettings(limits);
    for (const setting of settings) await this.#write(path, setting);
  }

  /** Groups right below one. */
  async below(path: string): Promise<string[]> {
    const entries = await readdir(await this.#folder(path, "memory"), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  }

  /** Files into which a process writes its id to join the group. */
  async entrances(path: string): Promise<string[]> {
    const isNew = (await this.version()) === 2;
    const sets = !isNew && (await this.#hasProcessorSets()) ? ["cpuset"] : [];
    const controllers = isNew ? [""] : [...CONTROLLERS, ...sets];
    const folders = await Promise.all(controllers.map((controller) => this.#folder(path, controller)));
    return folders.map((folder) => join(folder, "cgroup.procs"));
  }

  /** What its processes use now. Nothing where it has just gone. */
  async use(path: string): Promise<GroupUse> {
    const isNew = (await this.version()) === 2;
    const count = async (controller: string, file: string) => {
      const text = await readFile(join(await this.#folder(path, controller), file), "utf8").catch(() => "");
      return Number(text.trim()) || 0;
    };
    const memoryBytes = await count("memory", isNew ? "memory.current" : "memory.usage_in_bytes");
    return { memoryBytes, pids: await count("pids", "pids.current") };
  }

  /** Its processes, and what they start from now on, go first when memory ends and come last for disks. */
  async comeLast(path: string): Promise<void> {
    const pids = await this.#processes(path);
    for (const pid of pids) {
      await writeFile(join(this.#proc, String(pid), "oom_score_adj"), String(OOM_SCORE)).catch(() => {});
    }
    if (pids.length > 0 && this.#ionice !== null) {
      const argv = [this.#ionice, "-c", "3", "-p", ...pids.map(String)];
      await Bun.spawn(argv, { stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exited;
    }
  }

  /** Ends every process of a group. */
  async kill(path: string): Promise<void> {
    for (const pid of await this.#processes(path)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
  }

  async #processes(path: string): Promise<number[]> {
    const list = await readFile(join(await this.#folder(path, "memory"), "cgroup.procs"), "utf8").catch(() => "");
    return list.split("\n").filter(Boolean).map(Number);
  }

  /** The group that a process is in. */
  async groupOf(pid: number): Promise<string | null> {
    const text = await readFile(join(this.#proc, String(pid), "cgroup"), "utf8").catch(() => "");
    const own = (await this.version()) === 2 ? /^0::(.*)$/m : /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m;
    return own.exec(text)?.[1] ?? null;
  }

  /**
   * A count that rises when the kernel kills for want of the group's memory. Groups of version 1 do not tell of those below
   * them: there it is the machine's count, and only as long as the group has met its limit.
   */
  async outOfMemoryCount(path: string): Promise<{ kills: number; hits: number }> {
    const folder = await this.#folder(path, "memory");
    const read = (file: string) => readFile(file, "utf8").catch(() => "");
    if ((await this.version()) === 2) {
      const kills = numberIn(await read(join(folder, "memory.events")), "oom_kill");
      return { kills, hits: kills };
    }
    const kills = numberIn(await read(join(this.#proc, "vmstat")), "oom_kill");
    return { kills, hits: Number((await read(join(folder, "memory.failcnt"))).trim()) };
  }

  async #folder(path: string, controller: string): Promise<string> {
    return (await this.version()) === 2 ? join(this.#root, path) : join(this.#root, controller, path);
  }

  #hasProcessorSets(): Promise<boolean> {
    return exists(join(this.#root, "cpuset", "cpuset.cpus"));
  }

  /** With what the group above has, where it has nothing of its own. */
  async #makeProcessorSet(path: string): Promise<void> {
    for (const group of [...groupsAbove(path), path].slice(1)) {
      const folder = await this.#folder(group, "cpuset");
      await mkdir(folder, { recursive: true });
      for (const file of PLACES) {
        const own = await readFile(join(folder, file), "utf8").catch(() => "");
        const above = await readFile(join(dirname(folder), file), "utf8").catch(() => "");
        if (own.trim() === "") await writeFile(join(folder, file), above.trim()).catch(() => {});
      }
    }
  }

  /** Each group says what those below it may limit. */
  async #enableControllers(path: string): Promise<void> {
    for (const folder of groupsAbove(path)) {
      for (const controller of ["memory", "cpu", "cpuset", "pids", "io"]) {
        await writeFile(join(this.#root, folder, "cgroup.subtree_control"), `+${controller}`).catch(() => {});
      }
    }
  }

  async #write(path: string, { controller, file, value, isWanted }: Setting): Promise<void> {
    const target = join(await this.#folder(path, controller), file);
    try {
      // The kernel gives a group a full period's worth with every new limit on processors, even with the same one.
      if ((await readFile(target, "utf8")).trim() === value) return;
      // Without the flag to create: a kernel that lacks the file must not get one in a look-alike folder.
      await writeFile(target, value, { flag: "r+" });
    } catch (error) {
      if (!isWanted) throw error;
    }
  }
}

/** From the root on. */
function groupsAbove(path: string): string[] {
  const above: string[] = [];
  for (let group = dirname(path); ; group = dirname(group)) {
    above.unshift(group);
    if (group === "/") return above;
  }
}

const quota = (cpus: number) => Math.max(1000, Math.round(cpus * PERIOD_US));

function newSettings({ memoryBytes, cpus, pids }: GroupLimits): Setting[] {
  return [
    { controller: "memory", file: "memory.max", value: String(memoryBytes) },
    { controller: "memory", file: "memory.swap.max", value: "0", isWanted: true },
    { controller: "cpu", file: "cpu.max", value: `${quota(cpus)} ${PERIOD_US}` },
    { controller: "cpu", file: "cpu.weight", value: String(CPU_WEIGHT) },
    { controller: "pids", file: "pids.max", value: String(pids) },
    { controller: "io", file: "io.weight", value: `default ${IO_WEIGHT}`, isWanted: true },
    { controller: "io", file: "io.bfq.weight", value: `default ${IO_WEIGHT}`, isWanted: true },
    { controller: "io", file: "io.prio.class", value: LAST, isWanted: true },
  ];
}

function oldSettings({ memoryBytes, cpus, pids }: GroupLimits): Setting[] {
  const withSwap: Setting = {
    controller: "memory",
    file: "memory.memsw.limit_in_bytes",
    value: String(memoryBytes + SWAP_BYTES),
    isWanted: true,
  };
  return [
    // Memory alone may never be more than memory with swap: when the limit rises this one must rise first.
    withSwap,
    { controller: "memory", file: "memory.limit_in_bytes", value: String(memoryBytes) },
    withSwap,
    { controller: "cpu", file: "cpu.cfs_period_us", value: String(PERIOD_US) },
    { controller: "cpu", file: "cpu.cfs_quota_us", value: String(quota(cpus)) },
    { controller: "cpu", file: "cpu.shares", value: String(CPU_SHARES) },
    { controller: "pids", file: "pids.max", value: String(pids) },
    { controller: "blkio", file: "blkio.weight", value: String(OLD_IO_WEIGHT), isWanted: true },
    { controller: "blkio", file: "blkio.bfq.weight", value: String(IO_WEIGHT), isWanted: true },
    { controller: "blkio", file: "blkio.prio.class", value: LAST, isWanted: true },
  ];
}

const numberIn = (text: string, name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1] ?? 0);

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
