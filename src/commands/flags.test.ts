import { describe, expect, test } from "bun:test";
import { AppError, errorText } from "../lib/errors.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import { readFlags } from "./flags.ts";

const OPTIONS = {
  project: { type: "string" },
  follow: { type: "boolean", short: "f" },
  to: { type: "string" },
} as const;

const read = (...args: string[]) => readFlags(args, OPTIONS, 1);

test("flags may stand anywhere, with their value after a blank or an equals sign", () => {
  expect(read("./dist", "--project", "blog", "-f")).toEqual({
    flags: { project: "blog", follow: true },
    words: ["./dist"],
  });
  expect(read("--project=blog", "--to=-1").flags).toEqual({ project: "blog", to: "-1" });
});

test("what follows two dashes is a word, whatever it looks like", () => {
  expect(read("--", "--project").words).toEqual(["--project"]);
});

const WRONG: [args: string[], says: string][] = [
  [["--projcet", "blog"], "There is no option --projcet. Did you mean --project?"],
  [["--zzzzzzzz"], "There is no option --zzzzzzzz."],
  [["-x"], "There is no option -x."],
  [["--constructor"], "There is no option --constructor."],
  [["--project"], "--project needs a value after it."],
  [["--project="], "--project needs a value after it."],
  [["--to", "--project", "blog"], "--to needs a value after it."],
  [["--follow=yes"], "--follow takes no value."],
  [["one", "two"], '"two" is one word too many.'],
];

describe("a wrong command line is refused with a sentence and exit code 2:", () => {
  for (const [args, says] of WRONG) {
    test(args.join(" "), () => {
      let thrown: unknown;
      try {
        read(...args);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(AppError);
      expect(errorText(thrown)).toStartWith(says);
      expect(exitCodeOf(thrown)).toBe(EXIT.usage);
    });
  }
});
