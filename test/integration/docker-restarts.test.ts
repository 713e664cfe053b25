import { expect, test } from "bun:test";
import { measureDockerRestart } from "../faults/docker-restarts.ts";

test("a restart of Docker ends builds with a reason and without a process left, and every event is told", async () => {
  const { ended, buildEndedMs, left, before, after, events, fragility } = await measureDockerRestart(false);
  expect(ended).toMatchObject({ code: "docker_lost", status: 503 });
  expect(buildEndedMs).toBeLessThan(10_000);
  expect(left).toBe(0);
  expect(before).not.toEqual(after);
  expect(events).toEqual(["started", "died", "started", "died"]);
  expect(fragility?.fix).toContain('"live-restore": true');
});

test("with live-restore a service runs on through a restart of Docker", async () => {
  const { before, after, events, fragility } = await measureDockerRestart(true);
  expect(after).toEqual(before);
  expect(events).toEqual(["started", "died"]);
  expect(fragility).toBeNull();
});
