import type { LogRule } from "../rule.ts";

/** Commands of packages that are called wrongly, and what Node.js programs say of their own surroundings. */
export const NODE_COMMAND_RULES: readonly LogRule[] = [
  {
    id: "cli-option-unknown",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /^error: unknown option '(?<option>[^'\n]{1,100})'|^ArgError: unknown or unexpected option: (?<option>\S{1,100})|^CACError: Unknown option `(?<option>[^`\n]{1,100})`|^error: unknown command '(?<option>[^'\n]{1,100})'/,
    certainty: 2,
    title: "The command does not know {option}",
    explanation:
      "Another major version of the tool is installed than the one the script was written for, or the word is misspelt.",
    fix: "Look which options the installed version takes (--help), and correct the script in package.json or the command; or install the version that had it and commit the lockfile.",
    source: "captured",
    example: "error: unknown option '--prod'",
  },
];
