import { describe, expect, test } from "bun:test";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { diagnose } from "./diagnose.ts";
import type { LogRule } from "./rule.ts";
import { LOG_RULES } from "./rules.ts";

const rule = (id: string, signal: RegExp, more: Partial<LogRule> = {}): LogRule => ({
  ...{ id, signal, when: ["build"], language: "any", certainty: 2 },
  ...{ title: id, explanation: "", fix: "", example: "", source: "captured" },
  ...more,
});

const found = (log: string, ...rules: LogRule[]) => diagnose(log, { when: "build", rules });
const idsOf = (log: string, ...rules: LogRule[]) => found(log, ...rules).map((each) => each.rule);

test("a diagnosis shows the lines that prove it, by their numbers, at most three of them", () => {
  const [diagnosis] = found("one\r\n\u001b[31mbad\u001b[0m a\nthree\nbad b\nbad c\nbad d\n", rule("bad", /bad/));
  expect(diagnosis?.evidence).toEqual([
    { line: 2, text: "bad a" },
    { line: 4, text: "bad b" },
    { line: 5, text: "bad c" },
  ]);
});

test("nothing is claimed without a line, nor of another kind of log", () => {
  expect(found("all is well\n", rule("bad", /bad/))).toEqual([]);
  expect(found("", rule("bad", /bad/))).toEqual([]);
  expect(found("bad\n", rule("bad", /bad/, { when: ["runtime"] }))).toEqual([]);
});

test("a rule may want a second line anywhere in the log", () => {
  const both = rule("both", /bad/, { together: /worse/ });
  expect(idsOf("bad\nfine\n", both)).toEqual([]);
  expect(idsOf("worse\nfine\nbad\n", both)).toEqual(["both"]);
});

test("a rule may be refuted by another line", () => {
  const refuted = rule("local", /on 127/, { without: /on 0\.0/ });
  expect(idsOf("on 127\n", refuted)).toEqual(["local"]);
  expect(idsOf("on 127\non 0.0\n", refuted)).toEqual([]);
});

test("causes stand before what they may have caused, then what was said first", () => {
  const rules = [
    rule("symptom", /symptom/, { certainty: 1 }),
    rule("late", /late/),
    rule("early", /early/),
    rule("cause", /cause/, { certainty: 3 }),
  ];
  expect(idsOf("symptom\nearly\nlate\ncause\n", ...rules)).toEqual(["cause", "early", "late", "symptom"]);
});

test("an error as it stands is said only when no other rule says anything", () => {
  const rules = [
    rule("uncaught", /Error/, { certainty: 0, explains: ["symptom"] }),
    rule("symptom", /symptom/, { certainty: 1 }),
  ];
  expect(idsOf("Error: a\n", ...rules)).toEqual(["uncaught"]);
  expect(idsOf("Error: a\nsymptom\n", ...rules)).toEqual(["symptom"]);
});

test("a Python error that the program survived is not said to have ended it", () => {
  const log = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: no price\n';
  const ids = (text: string) => diagnose(text, { when: "runtime" }).map((each) => each.rule);
  expect(ids(log)).toEqual(["python-uncaught"]);
  expect(ids(`${log}\n\n`)).toEqual(["python-uncaught"]);
  expect(ids(`${log}serving on\n`)).toEqual([]);
});

test("among equals the project's own language comes first", () => {
  const rules = [rule("python", /a/, { language: "python" }), rule("node", /b/, { language: "node" })];
  const [first] = diagnose("a\nb\n", { when: "build", language: "node", rules });
  expect(first?.rule).toBe("node");
});

test("what another finding explains is left out", () => {
  const rules = [rule("compiler", /gcc/, { explains: ["wheel"] }), rule("wheel", /wheel/)];
  expect(idsOf("gcc\nwheel\n", ...rules)).toEqual(["compiler"]);
  expect(idsOf("wheel\n", ...rules)).toEqual(["wheel"]);
});

test("words are filled with what was found, and never read as patterns", () => {
  const named = rule("module", /No module named '(?<module>[^']+)'/, {
    title: "{module} is missing",
    fix: "{unknown}",
  });
  expect(found("No module named '$&{x}'\n", named)[0]).toMatchObject({ title: "$&{x} is missing", fix: "{unknown}" });
});

test("a blank that nothing fills says the words for that", () => {
  const named = rule("host", /to (?<host>\w+)|at (?<host>\w+)|gone/, { title: "{host}", fix: "{host|somewhere}" });
  expect(found("at db\n", named)[0]).toMatchObject({ title: "db", fix: "db" });
  expect(found("gone\n", named)[0]?.fix).toBe("somewhere");
});

test("what others put before a line is passed over, and shown as it stood", () => {
  const panic = rule("panic", /^panic: (?<what>\w+)/, { title: "{what}" });
  for (const before of [
    "#12 1.234 ",
    "web-1  | ",
    "2026-11-21T15:02:06.408675Z ",
    "2021-01-11T15:02:54.195478+00:00 app[web.1]: ",
    "web-1  | 2026-11-21T15:02:06.408675Z ",
    "\u001b[36mweb-1  |\u001b[0m ",
  ]) {
    const [diagnosis] = found(`${before}starting\r\n${before}panic: nil\r\n${before}bye\n`, panic);
    const shown = `${stripVTControlCharacters(before)}panic: nil`;
    expect(diagnosis).toMatchObject({ title: "nil", evidence: [{ line: 2, text: shown }] });
  }
});

test("a line that merely has a bar in it is read whole", () => {
  expect(idsOf("a b | bad\n", rule("bad", /^bad/))).toEqual([]);
  expect(idsOf("a b | bad\n", rule("bar", /^a b \| bad/))).toEqual(["bar"]);
});

test("of a huge log the end is read, and its lines keep their numbers", () => {
  const log = `bad\n${"fine\n".repeat(500_000)}bad\n`;
  expect(found(log, rule("bad", /bad/))[0]?.evidence).toEqual([{ line: 500_002, text: "bad" }]);
});

test("of a huge log without a line's end the end is read as well", () => {
  const log = `bad${"x".repeat(3_000_000)} worse`;
  expect(idsOf(log, rule("early", /^bad/), rule("late", /worse/))).toEqual(["late"]);
});

test("a line as long as a book is shown by its beginning", () => {
  expect(found(`bad ${"x".repeat(5_000)}\n`, rule("bad", /bad/))[0]?.evidence[0]?.text).toHaveLength(500);
});

test("a word that every object inherits means nothing else", () => {
  const named: LogRule = {
    ...rule("named", /no (?<name>\w+)/),
    meant: { PIL: "pillow" },
    title: "Add {meant|its package}",
  };
  expect(found("no PIL\n", named)[0]?.title).toBe("Add pillow");
  expect(found("no constructor\n", named)[0]?.title).toBe("Add its package");
});

/** What a second line must add cannot stand in one line. */
const alone = ({ together, ...each }: LogRule): LogRule => each;

describe("every rule", () => {
  for (const each of LOG_RULES) {
    test(`${each.id} is proved by its example`, () => {
      for (const when of each.when) {
        const found = diagnose(`${each.example}\n`, { when, language: each.language, rules: [alone(each)] });
        const lines = each.example.split("\n").map((line) => line.trim());
        expect(found.map(({ rule }) => rule)).toEqual([each.id]);
        expect(lines).toContain(found[0]?.evidence[0]?.text.trim() ?? "");
      }
    });
  }

  test("has a name of its own, and explains rules that exist", () => {
    const ids = LOG_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of LOG_RULES.flatMap(({ explains }) => explains ?? [])) expect(ids).toContain(id);
  });

  test("reads any text to its end in the time that a test has", () => {
    for (const part of [
      " ",
      "a",
      "A.",
      "error ",
      "storage/",
      "cannot create ",
      "app/package.json",
      "x@workspace:",
      "'",
      '"',
      "Error: ",
      "ERR! ",
      "a/",
      "(",
      "Cannot find module '",
      "\n",
    ]) {
      expect(diagnose(`!${part.repeat(200_000 / part.length)}`, { when: "build" })).toBeArray();
    }
  });

  test("claims nothing of text at random", () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 40, mode: "sentences" }), (text) => {
        expect(diagnose(text, { when: "build" })).toEqual([]);
      }),
    );
  });
});
