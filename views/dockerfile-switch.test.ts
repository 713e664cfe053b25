import { expect, test } from "bun:test";
import { completePlan } from "../src/plans/detector.ts";
import { dockerfileSwitch } from "./dockerfile-switch.ts";
import { EMPTY_FORM } from "./form.ts";

const shown = (target: string | null) => {
  const runtime = { name: "docker", version: "node:22-slim", from: "Dockerfile" };
  const plan = completePlan(".", { kind: "server", language: "docker", runtime, dockerfile: "Dockerfile", target });
  return String(dockerfileSwitch(EMPTY_FORM, plan));
};

test("the stage that is built is named where it is not the last one", () => {
  expect(shown("web")).toContain("Its stage <code>web</code> is built.");
  expect(shown(null)).not.toContain("stage");
});
