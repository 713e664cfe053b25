import { expect, test } from "bun:test";
import { FakeWorld } from "#test/support/fake-world.ts";
import { boxHealth } from "./health.ts";

const GIGABYTE = 1e9;
const calm = { cores: 2, load: 0.4, memoryUsedBytes: GIGABYTE, memoryTotalBytes: 4 * GIGABYTE };
async function healthOf(facts: Partial<typeof calm>) {
  const fake = new FakeWorld();
  try {
    return await boxHealth(fake.world, async () => ({ ...calm, ...facts }));
  } finally {
    await fake.close();
  }
}

test.each([
  [0.4, "ok"],
  [2, "ok"],
  [7.2, "warning"],
  [9, "bad"],
])("a load of %d on two cores is %p: a build may take them all", async (load, state) => {
  const [cpu] = await healthOf({ load });
  expect(cpu).toMatchObject({ name: "CPU", state });
});

test("memory that is nearly gone is said to be", async () => {
  const [, memory] = await healthOf({ memoryUsedBytes: 3.9 * GIGABYTE });
  expect(memory).toMatchObject({ name: "Memory", state: "bad" });
});
