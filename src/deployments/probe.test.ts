import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

/** Nothing listens until so long after the first question; gives when each question came, from the first one. */
function listensAfter(bootMs: number): number[] {
  const asked: number[] = [];
  let begin: number | null = null;
  fake.world.host.probeTcp = async () => {
    begin ??= fake.now;
    asked.push(fake.now - begin);
    return fake.now - begin >= bootMs ? fake.answer : { kind: "refused" };
  };
  return asked;
}

describe("a service that starts", () => {
  test.each([30, 300, 3000, 30_000])("for %i ms is noticed a tenth too late at most", async (bootMs) => {
    const asked = listensAfter(bootMs);
    const deployment = await fake.deploy(fake.project("blog"));
    expect(deployment.state.name).toBe("live");
    // The first tenth is where the pauses are shortest; half a second is the longest one.
    expect((asked.at(-1) ?? 0) - bootMs).toBeLessThan(Math.min(bootMs / 10 + 20, 520));
  });

  test("is asked more often than the engine is asked about it", async () => {
    const asked = listensAfter(1000);
    const inspect = fake.runtime.inspect.bind(fake.runtime);
    let inspected = 0;
    fake.runtime.inspect = (name) => {
      inspected++;
      return inspect(name);
    };
    await fake.deploy(fake.project("blog"));
    expect(inspected).toBeGreaterThan(5);
    expect(asked.length).toBeGreaterThan(inspected * 2);
  });

  test("and was started again by the time that it answers is not live", async () => {
    listensAfter(40);
    const inspect = fake.runtime.inspect.bind(fake.runtime);
    let looks = 0;
    fake.runtime.inspect = async (name) => {
      const state = await inspect(name);
      return looks++ > 0 && state.name === "running" ? { ...state, restarts: 1 } : state;
    };
    const deployment = await fake.deploy(fake.project("blog"));
    expect(deployment.state).toMatchObject({ name: "failed", stage: "probe", problem: { code: "exited" } });
  });

  test("and ends instead is not waited for", async () => {
    const asked = listensAfter(Number.POSITIVE_INFINITY);
    fake.runtime.exitCode = 3;
    const deployment = await fake.deploy(fake.project("blog"));
    expect(deployment.state).toMatchObject({
      name: "failed",
      problem: { summary: expect.stringContaining("exit code 3") },
    });
    expect(asked).toHaveLength(1);
  });
});
