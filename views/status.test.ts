import { expect, test } from "bun:test";
import type { DeploymentState } from "../src/deployments/deployment.ts";
import { madeUpWorld, NONCE } from "../test/support/made-up.ts";
import { HARMLESS, NOW } from "../test/support/made-up-code.ts";
import { deploymentRow } from "./pages/project-deployments.ts";
import { stateWords } from "./status.ts";

const world = madeUpWorld(HARMLESS);
const part = { nonce: NONCE, now: NOW };
const rowOf = (state: DeploymentState) =>
  deploymentRow(part, world.projects.atlas, {
    ...{ environment: "production", canRollBack: false, warnings: [] },
    deployment: { ...world.live, state },
  }).toString();

test("one that waits says so and what for in a list, whether it has begun or not; another one says what it deploys", () => {
  const reason = "The disk has too little room.";
  const states: DeploymentState[] = [{ name: "queued" }, { name: "running", stage: "build" }];
  for (const state of states) {
    expect(stateWords({ ...state, waitsFor: reason } as DeploymentState)).toBe("Waiting");
    expect(rowOf({ ...state, waitsFor: reason } as DeploymentState)).toContain(reason);
    expect(stateWords(state)).not.toBe("Waiting");
    expect(rowOf(state)).toContain('class="revision"');
  }
});
