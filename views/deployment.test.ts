import { describe, expect, test } from "bun:test";
import type { DeploymentState } from "../src/deployments/deployment.ts";
import { FAILED, madeUpWorld } from "../test/support/made-up.ts";
import { HARMLESS, lines, NOW } from "../test/support/made-up-code.ts";
import {
  type DeploymentView,
  deploymentEventLines,
  deploymentEventState,
  deploymentStatus,
  stageList,
  timesWords,
} from "./deployment.ts";

const world = madeUpWorld(HARMLESS);
const inState = (state: DeploymentState, changes: Partial<DeploymentView> = {}): DeploymentView => ({
  ...world.view(world.live, world.projects.atlas, "retire"),
  deployment: { ...world.live, state },
  ...changes,
});
const statusOf = (state: DeploymentState, changes: Partial<DeploymentView> = {}) =>
  deploymentStatus(inState(state, changes), NOW).toString();

describe("the status of a deployment", () => {
  test("names the way out before anything else when it failed", () => {
    const markup = statusOf(FAILED, { url: null });
    expect(markup).toContain("listens on 127.0.0.1 only");
    expect(markup).toContain("What to do</strong>Listen on 0.0.0.0");
    expect(markup).toContain("Retry");
    expect(markup).not.toContain("Cancel");
  });

  test("shows where it is live, and what can be done with it", () => {
    const markup = statusOf({ name: "live", release: "r1" });
    expect(markup).toContain('href="http://atlas.localhost:8080"');
    expect(markup).toContain("Redeploy");
    expect(markup).not.toContain("Roll back");
  });

  test("offers to cancel only while there is something to cancel", () => {
    expect(statusOf({ name: "queued" })).toContain("/cancel");
    expect(statusOf({ name: "running", stage: "build" })).toContain("/cancel");
    expect(statusOf({ name: "cancelled" })).not.toContain("/cancel");
  });

  test("says what it waits for, and that nothing else suffers", () => {
    const waitsFor = "The disk has too little room.";
    for (const state of [
      { name: "queued", waitsFor },
      { name: "running", stage: "source", waitsFor },
    ] as const) {
      const markup = statusOf(state);
      expect(markup).toContain("The disk has too little room.");
      expect(markup).toContain("What is live is not touched.");
    }
    expect(statusOf({ name: "running", stage: "source" })).not.toContain("What is live is not touched.");
  });

  test("offers the way back to a release that is kept", () => {
    expect(statusOf({ name: "retired", release: "r0" }, { canRollBack: true })).toContain("/rollback");
    expect(statusOf({ name: "retired", release: "r0" })).not.toContain("/rollback");
  });

  test("leads to the deployment that took its turn", () => {
    expect(statusOf({ name: "superseded", by: "d9" })).toContain('href="/projects/atlas/deployments/d9"');
  });
});

describe("the stages", () => {
  const statesOf = (view: DeploymentView) =>
    [
      ...stageList(view, NOW)
        .toString()
        .matchAll(/<li data-state="([\w-]+)"/g),
    ].map(([, state]) => state);

  test("tell what is done, what runs and what waits", () => {
    const view = world.view(world.running, world.projects.shop, "build");
    expect(statesOf(view)).toEqual(["done", "done", "done", "running", "waiting", "waiting", "waiting", "waiting"]);
    expect(stageList(view, NOW).toString()).toContain("data-running-ms");
  });

  test("tell where it failed and what was left out", () => {
    const view = world.view(world.failed, world.projects.blog, "probe");
    expect(statesOf(view).slice(4)).toEqual(["done", "failed", "left-out", "left-out"]);
    expect(stageList(view, NOW).toString()).not.toContain("data-running-ms");
  });
});

describe("a message of the event stream", () => {
  test("appends lines to the log", () => {
    const [first, second] = lines(HARMLESS);
    if (!first || !second) throw new Error("There are made-up lines.");
    const markup = deploymentEventLines([first, second]).toString();
    expect(markup).toStartWith('<hx-partial hx-target="#log" hx-swap="beforeend"><li id="L1"');
    expect(markup).toContain('id="L2"');
  });

  test("replaces status and stages, without attributes that would need a nonce", () => {
    const markup = deploymentEventState(inState({ name: "queued" }), NOW).toString();
    expect(markup).toContain('hx-target="#deployment-status"');
    expect(markup).toContain('hx-target="#stages"');
    expect(markup).not.toMatch(/hx-(post|get|nonce)/);
  });
});

test("times are told once it is over", () => {
  expect(timesWords(inState({ name: "live", release: "r1" }).stages, world.live)).toBe("Built in 12s, live in 19s");
  expect(timesWords([], { ...world.live, finishedAt: null })).toBeNull();
});
