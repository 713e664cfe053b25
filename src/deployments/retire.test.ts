import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import { MINUTE_MS } from "../lib/time.ts";
import type { Project } from "../projects/project.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld();
  project = fake.project("blog");
});
afterEach(() => fake.close());

const nameOf = ({ id }: { id: string }) => `blog-${shortId(id)}-web`;
const nextJobAt = () => fake.jobs.nextAt(fake.now) ?? 0;

describe("what ran before", () => {
  test("ends only when its connections have ended", async () => {
    const first = await fake.deploy(project);
    fake.runtime.connected.set(nameOf(first), 2);
    fake.frozen = true;
    const second = await fake.deploy(project);
    expect(second.state.name).toBe("live");
    expect(fake.runtime.instances.has(nameOf(first))).toBe(true);
    fake.runtime.connected.delete(nameOf(first));
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
  });

  test("ends after five minutes at the latest", async () => {
    const first = await fake.deploy(project);
    fake.runtime.connected.set(nameOf(first), 1);
    const switchedAt = fake.now;
    await fake.deploy(project);
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
    expect(fake.now - switchedAt).toBeGreaterThanOrEqual(300_000);
  });

  test("goes on ending after a restart of AutoStack", async () => {
    const first = await fake.deploy(project);
    fake.runtime.connected.set(nameOf(first), 1);
    fake.frozen = true;
    await fake.deploy(project);
    await fake.restart();
    expect(fake.runtime.instances.has(nameOf(first))).toBe(true);
    fake.runtime.connected.delete(nameOf(first));
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
  });

  test("ends also when the engine does not answer at its time", async () => {
    const first = await fake.deploy(project);
    fake.frozen = true;
    const stop = fake.runtime.stop.bind(fake.runtime);
    const failures = [1, 2];
    fake.runtime.stop = async (name) => {
      if (failures.pop()) throw new Error("Docker does not answer");
      await stop(name);
    };
    await fake.deploy(project);
    for (const left of [1, 0]) {
      await fake.until(() => failures.length === left && nextJobAt() > 0);
      expect(fake.runtime.instances.has(nameOf(first))).toBe(true);
      fake.pass(MINUTE_MS);
    }
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
  });

  test("ends however often AutoStack has ended in the middle of that", async () => {
    const first = await fake.deploy(project);
    fake.runtime.connected.set(nameOf(first), 1);
    fake.frozen = true;
    await fake.deploy(project);
    for (let end = 0; end < 8; end++) await fake.restart();
    expect(fake.runtime.instances.has(nameOf(first))).toBe(true);
    fake.runtime.connected.delete(nameOf(first));
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
  });
});
