import { expect, test } from "bun:test";
import { measureBadRouteFiles } from "./bad-route-files.ts";
import { measureTraefikKilled } from "./traefik-killed.ts";

const MINUTES_MS = 120_000;

test(
  "Traefik is there again within seconds after it was killed",
  async () => expect((await measureTraefikKilled()).goneMs).toBeLessThan(60_000),
  MINUTES_MS,
);

test(
  "a route file that Traefik cannot read keeps no other from it",
  async () => {
    for await (const { what, updated } of measureBadRouteFiles(2))
      expect({ what, updated }).toEqual({ what, updated: 2 });
  },
  MINUTES_MS,
);
