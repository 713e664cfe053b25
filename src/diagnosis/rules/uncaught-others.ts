import type { LogRule } from "../rule.ts";

/** Errors as they stand, said when no other rule says anything: Rake, Elixir and Rust. */
export const OTHER_UNCAUGHT_RULES: readonly LogRule[] = [
  {
    id: "rake-aborted",
    when: ["build", "runtime"],
    language: "ruby",
    signal: /^(?:bin\/)?(?:rake|rails) aborted!(?:\n(?<what>[^\n]{1,300}))?/,
    certainty: 0,
    title: "The task ended with an error: {what|the next line names it}",
    explanation: "Nothing in the code caught it. The lines below it name the file and the place.",
    fix: "Look at the first of those lines that is your own file. What works elsewhere often lacks a variable or a file here.",
    source: "captured",
    example: "rake aborted!",
  },
  {
    id: "elixir-uncaught",
    when: ["build", "runtime"],
    language: "elixir",
    signal: /^(?:ERROR! )?\*\* \((?<what>(?:Mix|[\w.]{1,80}Error)\) [^\n]{1,300})/,
    certainty: 0,
    title: "The program ended with an error: ({what}",
    explanation: "Nothing in the code caught it, so it stopped. The lines below name the file and the place.",
    fix: "Look at the first of those lines that is your own file. What works elsewhere often lacks a variable or a file here.",
    source: "captured",
    example: "** (ArgumentError) no price list",
  },
  {
    id: "rust-main-error",
    when: ["build", "runtime"],
    language: "rust",
    signal: /^Error: (?<what>[^\n]{1,300})\s{0,20}(?![\s\S])/,
    certainty: 0,
    title: "The program ended with an error: {what}",
    explanation: "It is the last line of the log; the program gave it and ended.",
    fix: "Look where the code makes this error. What works elsewhere often lacks a variable or a file here.",
    source: "captured",
    example: 'Error: "no price list"',
  },
];
