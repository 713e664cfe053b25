import { expect, test } from "bun:test";
import type { SplitFacts } from "../src/deployments/split-facts.ts";
import { EMPTY_FORM, type FormState } from "./form.ts";
import { splitPanel } from "./split.ts";

const revision = { kind: "example", name: "node", hash: "abcdef0" } as const;
const deployment = { id: "d2", split: { kind: "environment", name: "redesign" } };
const panel = (split: object, form: FormState = EMPTY_FORM) => {
  const props = { project: { slug: "blog" }, environment: { name: "fix/one" }, split: split as SplitFacts, form };
  return splitPanel({ nonce: "n", now: 0 } as Parameters<typeof splitPanel>[0], props).toString();
};
const cells = (markup: string) =>
  [...markup.matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => text?.replace(/<[^>]+>/g, ""));
const side = (letter: string, name: string, counts: object) => ({
  ...{ side: letter, name, deployment: { id: `d-${letter}`, number: 7 }, revision, ...counts },
});

test("while it runs both sides are told with their shares and what came of them, and either can be kept", () => {
  const sides = [
    side("A", "live", { percent: 70, requests: 12_804, errors: 0 }),
    side("B", "redesign", { percent: 30, requests: 400, errors: 9 }),
  ];
  const markup = panel({ kind: "running", deployment, percent: 30, sides });
  expect(cells(markup)).toEqual(["12,804", "0", "400", "9 (2.3 %)"]);
  expect(markup).toMatch(/live, 70 %.*redesign, 30 %/s);
  expect(markup).toMatch(/\/d2\/promote.*Keep B.*\/d2\/cancel.*Keep A/s);
  expect(markup).toContain('value="30" aria-pressed="true"');
  expect(markup).toContain('hx-get="/projects/blog/environments/fix%2Fone/split"');
});

test("what an edge does not tell is not made up", () => {
  const sides = [side("B", "redesign", { percent: 30, requests: null, errors: null })];
  expect(cells(panel({ kind: "running", deployment, percent: 30, sides }))).toEqual(["–", "–"]);
});

test("offers releases and branches as side B, and says beside the field why one was refused", () => {
  const choices = [
    { kind: "environment", value: "environment:redesign", name: "redesign", number: 4, revision },
    { kind: "release", value: "deployment:d1", name: "#1", number: 1, revision },
  ];
  const problem = { summary: "Nothing is live in redesign yet.", field: "side" };
  const markup = panel({ kind: "ready", choices }, { values: { side: "deployment:d1" }, problem });
  expect(markup).toContain('<option value="environment:redesign">Branch redesign, #4: Example node</option>');
  expect(markup).toContain('<option value="deployment:d1" selected>Release #1: Example node</option>');
  expect(markup).toContain("Nothing is live in redesign yet.");
  expect(markup).toContain('action="/projects/blog/environments/fix%2Fone/split"');
});

test("says why there can be none, and what is missing", () => {
  const problem = { code: "asleep", status: 409, summary: "It sleeps.", hint: "Open it." };
  expect(panel({ kind: "refused", problem })).toMatch(/It sleeps\..*Open it\./s);
  expect(panel({ kind: "ready", choices: [] })).not.toContain("<form");
  expect(panel({ kind: "starting", deployment })).toMatch(/Side B is being started: redesign/);
});
