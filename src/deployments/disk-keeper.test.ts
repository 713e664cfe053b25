import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { GIGABYTE } from "../lib/bytes.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { DiskKeeper } from "./disk-keeper.ts";
import { boxHealth } from "./health.ts";
import type { World } from "./world.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld({ AUTOSTACK_BUILD_CACHE: "5GB" });
});
afterEach(() => fake.close());

function keeper(runtime: "docker" | "process", bytes: number) {
  const pruned: number[] = [];
  let asked = 0;
  const cache = {
    buildCacheBytes: async () => {
      asked++;
      return bytes;
    },
    pruneBuildCache: async (keepBytes: number) => pruned.push(keepBytes),
  };
  const world: World = { ...fake.world, runtime: Object.assign(Object.create(fake.runtime), { name: runtime }) };
  return { keeper: new DiskKeeper(world, cache), pruned, asked: () => asked };
}

test("the build cache is brought back to its budget once it is over", async () => {
  const over = keeper("docker", 6 * GIGABYTE);
  await over.keeper.trimBuildCache();
  expect(over.pruned).toEqual([5 * GIGABYTE]);
  const below = keeper("docker", 4 * GIGABYTE);
  await below.keeper.trimBuildCache();
  expect(below.pruned).toEqual([]);
});

test("nothing is asked of an Engine that is not used", async () => {
  const { keeper: unused, asked } = keeper("process", 6 * GIGABYTE);
  await unused.trimBuildCache();
  expect(asked()).toBe(0);
});

test("a burst of builds asks the Engine once", async () => {
  const { keeper: busy, asked } = keeper("docker", 0);
  for (let build = 0; build < 5; build++) busy.afterBuild();
  await busy.trimBuildCache();
  busy.afterBuild();
  expect(asked()).toBe(1);
});

test("samples become a forecast in the dashboard's line", async () => {
  const { keeper: sampling } = keeper("process", 0);
  for (let hour = 0; hour <= 48; hour++) {
    fake.freeBytes = 300e9 - hour * 1e9;
    await sampling.sample();
    if (hour < 48) fake.now += HOUR_MS;
  }
  const machine = async () => ({ cores: 2, load: 0, memoryUsedBytes: 1, memoryTotalBytes: 2 });
  const disk = async () => (await boxHealth(fake.world, machine)).find(({ name }) => name === "Disk");
  expect(await disk()).toMatchObject({ value: "748 GB of 1.0 TB, full in 10 days", state: "warning" });
  fake.now += 30 * DAY_MS;
  expect(await disk()).toMatchObject({ value: "748 GB of 1.0 TB", state: "ok" });
});
