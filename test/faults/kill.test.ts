import { describe, expect, test } from "bun:test";
import { type Aftermath, killAtRandom, killAtStages, SHORT } from "../../bench/kill.ts";
import { measureKilledBuild } from "./kill-build.ts";

const MINUTES_MS = 300_000;

function expectNothingLost({ traffic, untrue, orphans, lostWrites }: Aftermath): void {
  expect({ untrue, orphans, lostWrites, losses: traffic.losses }).toEqual({
    ...{ untrue: [], orphans: [], lostWrites: [], losses: [] },
  });
  expect(traffic.requests).toBeGreaterThan(100);
}

describe("a control plane that is killed", () => {
  test(
    "at each stage of a deployment takes it up again, and loses nothing",
    async () => {
      const aftermath = await killAtStages(1);
      expect(aftermath.missed).toEqual([]);
      expect(aftermath.ends.failed).toBeUndefined();
      expectNothingLost(aftermath);
    },
    MINUTES_MS,
  );

  test(
    "at any moment of a queue ends all of it truthfully, and loses nothing",
    async () => expectNothingLost(await killAtRandom({ ...SHORT, randomly: 5 })),
    MINUTES_MS,
  );

  test(
    "in a build without Docker ends what that build had started before it builds anew",
    async () => {
      const { state, left } = await measureKilledBuild();
      expect({ state: state.name, left }).toEqual({ state: "live", left: [] });
    },
    MINUTES_MS,
  );
});
