import { expect, test } from "bun:test";
import { measureLogFlood } from "./log-flood.ts";

test("an app that floods its log keeps neither pages nor the disk: what is too much is dropped and counted", async () => {
  const { watched, logBytes, deploymentLogBytes, dropped, cap } = await measureLogFlood(5000);
  expect(watched.bytes).toBeGreaterThan(10_000);
  expect(watched.cuts).toEqual([]);
  expect(Math.max(logBytes, deploymentLogBytes)).toBeLessThan(1.5 * cap);
  expect(dropped).toContain("lines were dropped");
}, 120_000);
