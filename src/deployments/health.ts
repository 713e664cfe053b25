import type { HealthFact } from "../../views/pages/dashboard.ts";
import type { MachineFacts } from "../host/machine.ts";
import { formatBytes } from "../lib/bytes.ts";
import type { World } from "./world.ts";

/** How the box does, in one line: CPU, memory, disk, and whether engine and edge work. */
export async function boxHealth(world: World, readMachine: () => Promise<MachineFacts>): Promise<HealthFact[]> {
  const { runtime, edge, host, config } = world;
  const [machine, disk, engine, traffic] = await Promise.all([
    readMachine(),
    host.files.disk(config.dataFolder),
    runtime.problem(),
    edge.problem(),
  ]);
  const { cores, load, memoryUsedBytes, memoryTotalBytes } = machine;
  const usedBytes = disk.totalBytes - disk.freeBytes;
  return [
    // A build takes all the cores; only what waits for them several times over is ill.
    fact("CPU", `load ${load.toFixed(1)} on ${cores} ${cores === 1 ? "core" : "cores"}`, load / cores / 4),
    fact(
      "Memory",
      `${formatBytes(memoryUsedBytes)} of ${formatBytes(memoryTotalBytes)}`,
      memoryUsedBytes / memoryTotalBytes,
    ),
    fact("Disk", `${formatBytes(usedBytes)} of ${formatBytes(disk.totalBytes)}`, usedBytes / disk.totalBytes),
    { name: "Runtime", value: engine ?? runtime.name, state: engine === null ? "ok" : "bad" },
    { name: "Edge", value: traffic ?? edge.name, state: traffic === null ? "ok" : "bad" },
  ];
}

function fact(name: string, value: string, share: number): HealthFact {
  return { name, value, state: share > 0.95 ? "bad" : share > 0.85 ? "warning" : "ok" };
}
