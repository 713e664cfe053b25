import { expect, test } from "bun:test";
import { checkSettings, DEFAULT_SETTINGS, type EnvironmentSettings, parseSettings } from "./environment-settings.ts";

test("what is not stored has its default", () => {
  expect(parseSettings("{}")).toEqual(DEFAULT_SETTINGS);
  expect(parseSettings('{"switch":"pause"}')).toEqual({ ...DEFAULT_SETTINGS, switch: "pause" });
});

const WRONG: [field: string, settings: Partial<EnvironmentSettings>][] = [
  ["fewest", { replicas: { fewest: 0, most: 1, cpuShare: 0.7 } }],
  ["most", { replicas: { fewest: 3, most: 2, cpuShare: 0.7 } }],
  ["most", { replicas: { fewest: 1, most: 21, cpuShare: 0.7 } }],
  ["cpuShare", { replicas: { fewest: 1, most: 2, cpuShare: 1.5 } }],
  ["most", { switch: "pause", replicas: { fewest: 1, most: 2, cpuShare: 0.7 } }],
  ["sleepAfter", { sleepAfterMs: 1000 }],
];

test.each(WRONG)("a wrong %s is refused beside its field", (field, settings) => {
  const check = () => checkSettings({ ...DEFAULT_SETTINGS, ...settings });
  expect(check).toThrow(expect.objectContaining({ field, status: 422 }));
});

test("one replica and an overlapping switch are fine", () => {
  expect(checkSettings(DEFAULT_SETTINGS)).toBe(DEFAULT_SETTINGS);
});
