import { expect, test } from "bun:test";
import { trialActions, trialResults } from "./trial.ts";

const state = { name: "canary", release: "r2", percent: 10 } as const;
const sides = [
  { release: "r2", requests: 412, errors: 9 },
  { release: "r1", requests: 3708, errors: 0 },
];
const results = (percent = 10, of = sides) => trialResults("/d", { ...state, percent }, of).toString();
const cells = (markup: string) =>
  [...markup.matchAll(/<t[dh](?: scope="row")?>(.*?)<\/t[dh]>/g)].map(([, text]) => text?.replace(/<[^>]+>/g, ""));

test("says what came of the trial and of what is live, errors with their share", () => {
  expect(cells(results())).toEqual(["This one", "412", "9 (2.2 %)", "Live", "3,708", "0"]);
});

test("offers other shares, and shows which one it has, also one that was set by the API", () => {
  expect(results().match(/value="\d+"/g)).toEqual([
    'value="5"',
    'value="10"',
    'value="25"',
    'value="50"',
    'value="75"',
  ]);
  expect(results()).toContain('value="10" aria-pressed="true"');
  expect(results(33)).toContain('value="33" aria-pressed="true"');
});

test("shows no table while nothing is known", () => {
  expect(results(10, [])).not.toContain("<table");
});

test("ends with everybody or nobody", () => {
  expect(trialActions("/d").toString()).toMatch(/\/d\/promote.*\/d\/cancel/s);
});

test("of a split it names the sides, and either can be kept", () => {
  const split = { kind: "environment", name: "redesign" } as const;
  const markup = trialResults("/d", state, sides, split).toString();
  expect(cells(markup)).toEqual(["B: redesign", "412", "9 (2.2 %)", "A: live", "3,708", "0"]);
  expect(markup).toContain("get side B, redesign,");
  expect(trialActions("/d", split).toString()).toMatch(/\/d\/promote.*Keep B.*\/d\/cancel.*Keep A/s);
});
