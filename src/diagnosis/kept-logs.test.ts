import { describe, expect, test } from "bun:test";
import { stripVTControlCharacters } from "node:util";
import { failingFixtures, isExplained, keptLog, NOTHING } from "../../test/support/failing.ts";
import { diagnose } from "./diagnose.ts";
import { LOG_RULES } from "./rules.ts";

const fixtures = await failingFixtures();
const kept = new Map(
  await Promise.all(fixtures.map(async (failing) => [failing.name, await keptLog(failing)] as const)),
);
const captured = LOG_RULES.filter(({ source }) => source === "captured");

/** Each was printed by the real tool when test/fixtures/failing/<name>.sh was run. */
describe("what a failure really printed", () => {
  for (const failing of fixtures.filter(({ rule }) => rule !== NOTHING)) {
    test(`${failing.name} is explained first by ${failing.rule}, with its words filled in`, () => {
      const [first] = diagnose(kept.get(failing.name) ?? "", failing);
      expect(first?.rule).toBe(failing.rule);
      expect(`${first?.title} ${first?.explanation} ${first?.fix}`).not.toMatch(/\{\w+[|}]/);
    });
  }
});

describe("nothing is claimed of what went well", () => {
  for (const { name, when, language, rule } of fixtures) {
    if (rule === NOTHING) test(name, () => expect(diagnose(kept.get(name) ?? "", { when, language })).toEqual([]));
  }
});

/** How other programs pass a program's lines on. */
const PASSED_ON: [by: string, (line: string) => string][] = [
  ["BuildKit", (line) => `#12 1.234 ${line}`],
  ["BuildKit's last words", (line) => `39.63 ${line}`],
  ["Compose", (line) => `web-1  | ${line}`],
  ["Compose, in colours", (line) => `\u001b[36mweb-1  |\u001b[0m \u001b[31m${line}\u001b[0m`],
  ["docker logs --timestamps", (line) => `2026-11-21T15:02:06.408675Z ${line}`],
  ["Heroku", (line) => `2026-11-21T15:02:54.195478+00:00 app[web.1]: ${line}`],
  ["Turborepo", (line) => `@shop/web:build: ${line}`],
  ["pnpm's recursive run", (line) => `apps/web build: ${line}`],
  ["concurrently", (line) => `[api] ${line}`],
  ["PM2", (line) => `0|api      | ${line}`],
  ["systemd", (line) => `Nov 21 19:02:40 host-1 node[1234]: ${line}`],
  ["Windows", (line) => `${line}\r`],
];

test.each(PASSED_ON)("all of them are explained as well when %s passed their lines on", (_, shape) => {
  for (const failing of fixtures) {
    const log = (kept.get(failing.name) ?? "").split("\n").map(shape).join("\n");
    if (!isExplained(failing, diagnose(log, failing))) throw new Error(`${failing.name} is not:\n${log}`);
  }
});

describe("a rule that says it was captured", () => {
  for (const { id, example } of captured) {
    test(`${id} has a failure that can be repeated, whose log holds its example`, () => {
      const logs = fixtures.filter(({ rule }) => rule === id).map(({ name }) => kept.get(name) ?? "");
      expect(stripVTControlCharacters(logs.join("\n"))).toContain(example);
    });
  }
});

test("no kept log names a place of the machine that it comes from", () => {
  for (const log of kept.values()) expect(log).not.toMatch(/\/root\/|\/work\/main|failing-\w{6}/);
});

test("there are enough rules that were seen at work", () => {
  expect(captured.length).toBeGreaterThanOrEqual(120);
});
