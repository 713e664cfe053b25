import { expect, test } from "bun:test";
import { dockerPlan, HARMLESS, plan } from "../test/support/made-up-code.ts";
import { EMPTY_FORM } from "./form.ts";
import { commandFields, hookFields } from "./plan-fields.ts";

const namesIn = (markup: string) =>
  [...markup.matchAll(/<(?:input|select)\b[^>]*\sname="(\w+)"/g)].map(([, name = ""]) => name);

test("what a project's own Dockerfile decides cannot be changed, and what can be changed counts", () => {
  const own = dockerPlan(HARMLESS);
  expect(namesIn(commandFields(EMPTY_FORM, own).toString())).toEqual([
    ...["dockerfileAsked", "useDockerfile", "platformFilesAsked", "usePlatformFiles"],
    ...["start", "kind", "port", "health"],
  ]);
  expect(namesIn(hookFields(EMPTY_FORM, own).toString())).toEqual(["beforeSwitch", "afterSwitch"]);
  expect(commandFields(EMPTY_FORM, own).toString()).not.toContain('value="static"');
});

test("without a Dockerfile each step can be changed, and with one that is left out before the next build has read them", () => {
  const steps = ["install", "build", "start", "output", "port", "health"];
  const without = namesIn(commandFields(EMPTY_FORM, plan(HARMLESS)).toString());
  expect(without).toEqual(expect.arrayContaining(["kind", "runtimeVersion", ...steps]));
  const useDockerfile = { useDockerfile: false };
  const leftOut = commandFields(EMPTY_FORM, dockerPlan(HARMLESS), useDockerfile).toString();
  expect(namesIn(leftOut)).toEqual(expect.arrayContaining(steps));
  // What it has now is the version of an image that is not used.
  expect(namesIn(leftOut)).not.toContain("runtimeVersion");
  expect(leftOut).toContain("read from the code by the next build");
  expect(namesIn(hookFields(EMPTY_FORM, dockerPlan(HARMLESS), useDockerfile).toString())).toContain("afterBuild");
});
