// A fork bomb in a build: `bun test/faults/build-fork-bomb.ts`, as root.
import { groupCounters } from "./group-counters.ts";
import { LimitedBuilds } from "./limited-builds.ts";

const PIDS = 200;
const BOMB = "bomb() { bomb | bomb; }; bomb";

/** How the bomb ended, the most processes that it had, and how long another program waited for its turn meanwhile. */
export async function measureForkBomb(builds: LimitedBuilds) {
  let isOver = false;
  let most = 0;
  let slowestMs = 0;
  const before = Date.now();
  const bomb = builds.build("bomb", BOMB, { pids: PIDS, cpus: 0.5 }).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const asked = performance.now();
    await Bun.spawn(["true"]).exited;
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    most = Math.max(most, pidsNow(builds.group));
    await Bun.sleep(20);
  }
  const error = await bomb;
  return { error, most, slowestMs, tookMs: Date.now() - before, left: pidsNow(builds.group) };
}

function pidsNow(group: string): number {
  try {
    return groupCounters(group).pids;
  } catch {
    return 0;
  }
}

if (import.meta.main) {
  const builds = await LimitedBuilds.open();
  try {
    const { error, most, slowestMs, tookMs, left } = await measureForkBomb(builds);
    console.log(`A fork bomb in a build: ended after ${tookMs} ms as ${error?.code ?? "a success"}.`);
    console.log(`  ${error?.summary}\n  ${error?.hint}`);
    console.log(
      `  At most ${most} of ${PIDS} processes, ${left} left; another program started within ${Math.round(slowestMs)} ms.`,
    );
  } finally {
    await builds.close();
  }
}
