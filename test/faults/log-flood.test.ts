import { expect, test } from "bun:test";
import { measureLogFlood } from "./log-flood.ts";

test("an app that floods its log keeps neither pages nor the disk: what is too much is dropped and counted", async () => {
  const { p95Ms, watchedBytes, logBytes, deploymentLogBytes, dropped, cap } = await measureLogFlood(5000);
  // The target is 100 ms on a machine with nothing else to do.
  expect(p95Ms).toBeLessThan(500);
  expect(watchedBytes).toBeGreaterThan(10_000);
  expect(Math.max(logBytes, deploymentLogBytes)).toBeLessThan(1.5 * cap);
  expect(dropped).toContain("lines were dropped");
}, 120_000);
