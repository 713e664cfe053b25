import { expect, test } from "bun:test";
import type { Config } from "../config.ts";
import type { Host } from "../host/host.ts";
import { pickEdge } from "./pick.ts";

const pick = (config: Partial<Config>, path: string | null) => {
  const host = { files: {}, processes: { which: () => path } } as unknown as Host;
  const whole = { dataFolder: "/data", traefik: "traefik", edge: "auto", baseDomain: "localhost", publicUrl: null };
  return pickEdge({ ...whole, ...config } as Config, host, { keepRunning: false }).name;
};

test.each([
  ["traefik", { edge: "auto" }, "/usr/bin/traefik"],
  ["embedded", { edge: "auto" }, null],
  ["embedded", { edge: "auto", baseDomain: null }, "/usr/bin/traefik"],
  ["embedded", { edge: "embedded" }, "/usr/bin/traefik"],
  ["traefik", { edge: "traefik" }, null],
] as const)("picks %s for %j where Traefik is %s", (expected, config, path) => {
  expect<string>(pick(config, path)).toBe(expected);
});
