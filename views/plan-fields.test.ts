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

test("without a Dockerfile, or with one that is left out, each step can be changed", () => {
  const all = ["kind", "runtimeVersion", "install", "build", "start", "output", "port", "health"];
  const useDockerfile = { useDockerfile: false };
  for (const markup of [
    commandFields(EMPTY_FORM, plan(HARMLESS)),
    commandFields(EMPTY_FORM, dockerPlan(HARMLESS), useDockerfile),
  ]) {
    expect(namesIn(markup.toString())).toEqual(expect.arrayContaining(all));
  }
  expect(namesIn(hookFields(EMPTY_FORM, dockerPlan(HARMLESS), useDockerfile).toString())).toContain("afterBuild");
});
