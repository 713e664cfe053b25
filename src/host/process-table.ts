import { readdir, readFile, readlink } from "node:fs/promises";
import type { Listener } from "./listening.ts";
import { countConnections, parseListeners } from "./listening.ts";
import type { Spawned } from "./processes.ts";

type Entry = { pid: number; state: string; group: number; session: number; cpuMs: number; startedAt: string };

/** The kernel counts a program's time in hundredths of a second, on every machine. */
const TICK_MS = 10;

/** One process as the kernel shows it; `null` when there is none, or no `/proc` as on macOS. */
export async function processEntry(pid: number): Promise<Entry | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat === null ? null : parseStat(pid, stat);
}

/** What `/proc/<pid>/stat` says. */
export function parseStat(pid: number, stat: string): Entry {
  // The program's name, in brackets, may itself hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "", , group, session] = fields;
  // Its own time in both modes, and that of children which have ended.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const cpuMs = ticks * TICK_MS;
  return { pid, state, group: Number(group), session: Number(session), cpuMs, startedAt: fields[19] ?? "" };
}

/** The kernel's clock tick at which the process began; `""` where it cannot be known. */
export async function startTime(pid: number): Promise<string> {
  return (await processEntry(pid))?.startedAt ?? "";
}

export async function isRunning({ pid, startedAt }: Spawned): Promise<boolean> {
  if (startedAt === "") return answersSignals(pid);
  const entry = await processEntry(pid);
  return entry !== null && entry.startedAt === startedAt && entry.state !== "Z" && entry.state !== "X";
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Signals the group unless its id has gone to a stranger since. A group may outlive the process that led it. */
export async function signalGroup({ pid, startedAt }: Spawned, signal: NodeJS.Signals): Promise<void> {
  const leader = await processEntry(pid);
  if (leader && startedAt !== "" && leader.startedAt !== startedAt) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** TCP ports of everything in the group. */
export async function groupListeners(process: Spawned): Promise<Listener[]> {
  const members = await membersOf(process);
  const inodes = new Set((await Promise.all(members.map((member) => socketsOf(member.pid)))).flat());
  if (inodes.size === 0) return [];
  return parseListeners(await socketTables(), (inode) => inodes.has(inode));
}

export async function connectionsTo(port: number): Promise<number> {
  return countConnections(await socketTables(), port);
}

export async function groupUsage(process: Spawned): Promise<{ cpuMs: number; memoryBytes: number }> {
  const members = await membersOf(process);
  const memory = await Promise.all(members.map(({ pid }) => residentBytes(pid)));
  return {
    cpuMs: members.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memoryBytes: memory.reduce((sum, bytes) => sum + bytes, 0),
  };
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

async function socketTables(): Promise<string> {
  const tables = ["tcp", "tcp6"].map((name) => readFile(`/proc/self/net/${name}`, "utf8").catch(() => ""));
  return (await Promise.all(tables)).join("\n");
}

async function membersOf({ pid }: Spawned): Promise<Entry[]> {
  return (await allProcesses()).filter(({ group, session }) => group === pid || session === pid);
}

async function allProcesses(): Promise<Entry[]> {
  const names = await readdir("/proc").catch(() => []);
  const entries = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => processEntry(Number(name))),
  );
  return entries.filter((entry) => entry !== null);
}

async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const links = await readdir(folder).catch(() => []);
  const targets = await Promise.all(links.map((link) => readlink(`${folder}/${link}`).catch(() => "")));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}
