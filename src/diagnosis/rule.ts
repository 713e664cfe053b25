/** Which log a rule reads: that of a build, or what a started program wrote. */
export type LogKind = "build" | "runtime";

export type RuleLanguage =
  | "any"
  | "node"
  | "bun"
  | "deno"
  | "python"
  | "go"
  | "rust"
  | "java"
  | "php"
  | "ruby"
  | "elixir"
  | "dotnet"
  | "static"
  | "docker";

/**
 * What went wrong, by what a log says. Titles and other words may hold `{name}`, which is filled with what the signal's
 * group of that name matched, and `{name|words}`, which says the words when it did not.
 */
export type LogRule = {
  id: string;
  when: readonly LogKind[];
  language: RuleLanguage;
  /** Meets one line at a time, colours taken away. Linear time: logs are anyone's. */
  signal: RegExp;
  /** Must match somewhere in the log too, where the signal alone would prove too little. */
  together?: RegExp;
  /** Takes the proof away when it matches anywhere: it may still be all right then. */
  without?: RegExp;
  /**
   * 3: this is the cause. 2: one of few causes. 1: what broke, for which another rule may know why. 0: an error as it
   * stands, said only when no other rule says anything.
   */
  certainty: 0 | 1 | 2 | 3;
  /** Rules whose findings are only consequences of this one, and are left out beside it. */
  explains?: readonly string[];
  /** What the word that the group `name` matched is called elsewhere; it fills `{meant}`. */
  meant?: Readonly<Record<string, string>>;
  title: string;
  explanation: string;
  fix: string;
  /**
   * `captured`: the failure was made to happen, and its log is kept. `documented`: its words stand in public reports.
   * `own`: they are AutoStack's, and an integration test makes it say them.
   */
  source: "captured" | "documented" | "own";
  /** What a real program printed when this happened. */
  example: string;
};

export type Evidence = { /** Counts from 1. */ line: number; text: string };

/** One proved cause, with the lines that prove it. */
export type Diagnosis = { rule: string; title: string; explanation: string; fix: string; evidence: Evidence[] };
