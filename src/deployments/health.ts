import type { HealthFact } from "../../views/pages/dashboard.ts";
import type { DiskSpace } from "../host/files.ts";
import type { MachineFacts } from "../host/machine.ts";
import { formatBytes } from "../lib/bytes.ts";
import { DAY_MS } from "../lib/time.ts";
import { diskForecast, FORECAST_WINDOW_MS, forecastWords, SOON_MS } from "./disk-forecast.ts";
import { diskShortage } from "./disk-gate.ts";
import type { World } from "./world.ts";

/** A disk that is full by then needs help now. */
const VERY_SOON_MS = 2 * DAY_MS;

/** How the box does, in one line: CPU, memory, disk, and whether engine and edge work. */
export async function boxHealth(world: World, readMachine: () => Promise<MachineFacts>): Promise<HealthFact[]> {
  const { edge, host, config } = world;
  const [machine, disk, engine, traffic] = await Promise.all([
    readMachine(),
    host.files.disk(config.dataFolder),
    engineFact(world),
    edge.problem(),
  ]);
  const { cores, load, memoryUsedBytes, memoryTotalBytes } = machine;
  return [
    // A build takes all the cores; only what waits for them several times over is ill.
    fact("CPU", `load ${load.toFixed(1)} on ${cores} ${cores === 1 ? "core" : "cores"}`, load / cores / 4),
    fact(
      "Memory",
      `${formatBytes(memoryUsedBytes)} of ${formatBytes(memoryTotalBytes)}`,
      memoryUsedBytes / memoryTotalBytes,
    ),
    diskFact(world, disk),
    engine,
    { name: "Edge", value: traffic ?? edge.name, state: traffic === null ? "ok" : "bad" },
  ];
}

/** Whether the engine works, and what would hurt without anybody noticing before. */
async function engineFact({ runtime }: World): Promise<HealthFact> {
  const problem = await runtime.problem();
  if (problem !== null) return { name: "Runtime", value: problem, state: "bad" };
  const weak = (await runtime.fragility())?.says ?? (await runtime.buildLimits());
  if (weak === null) return { name: "Runtime", value: runtime.name, state: "ok" };
  return { name: "Runtime", value: `${runtime.name}. ${weak}`, state: "warning" };
}

function fact(name: string, value: string, share: number): HealthFact {
  return { name, value, state: share > 0.95 ? "bad" : share > 0.85 ? "warning" : "ok" };
}

/** How full the disk is and, when it fills, until when it lasts. */
function diskFact({ disk, host, config }: World, space: DiskSpace): HealthFact {
  const { freeBytes, totalBytes } = space;
  const now = host.now();
  const leftMs = diskForecast(disk.since(now - FORECAST_WINDOW_MS), now);
  const usedBytes = totalBytes - freeBytes;
  const words = [`${formatBytes(usedBytes)} of ${formatBytes(totalBytes)}`, forecastWords(leftMs)];
  const plain = fact("Disk", words.filter(Boolean).join(", "), usedBytes / totalBytes);
  if (plain.state === "bad" || diskShortage(space, config.limits.freeDiskBytes) !== null)
    return { ...plain, state: "bad" };
  if (leftMs === null || leftMs > SOON_MS) return plain;
  return { ...plain, state: leftMs < VERY_SOON_MS ? "bad" : "warning" };
}
