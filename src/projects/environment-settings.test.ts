import { expect, test } from "bun:test";
import { checkSettings, DEFAULT_SETTINGS, type EnvironmentSettings, parseSettings } from "./environment-settings.ts";

test("what is not stored has its default", () => {
  expect(parseSettings("{}")).toEqual(DEFAULT_SETTINGS);
  expect(parseSettings('{"switch":"pause"}')).toEqual({ ...DEFAULT_SETTINGS, switch: "pause" });
});

test("goals that an older AutoStack did not know count for nothing", () => {
  const { replicas } = parseSettings('{"replicas":{"fewest":1,"most":3,"cpuShare":0.5}}');
  expect(replicas).toEqual({ fewest: 1, most: 3, cpuShare: 0.5, memoryShare: null, requestRate: null });
});

const { replicas } = DEFAULT_SETTINGS;
const WRONG: [field: string, settings: Partial<EnvironmentSettings>][] = [
  ["fewest", { replicas: { ...replicas, fewest: 0 } }],
  ["most", { replicas: { ...replicas, fewest: 3, most: 2 } }],
  ["most", { replicas: { ...replicas, most: 21 } }],
  ["cpuShare", { replicas: { ...replicas, cpuShare: 1.5 } }],
  ["memoryShare", { replicas: { ...replicas, memoryShare: 0 } }],
  ["requestRate", { replicas: { ...replicas, requestRate: Number.NaN } }],
  ["most", { switch: "pause", replicas: { ...replicas, most: 2 } }],
  ["sleepAfter", { sleepAfterMs: 1000 }],
];

test.each(WRONG)("a wrong %s is refused beside its field", (field, settings) => {
  const check = () => checkSettings({ ...DEFAULT_SETTINGS, ...settings });
  expect(check).toThrow(expect.objectContaining({ field, status: 422 }));
});

test("one replica and an overlapping switch are fine", () => {
  expect(checkSettings(DEFAULT_SETTINGS)).toBe(DEFAULT_SETTINGS);
});
