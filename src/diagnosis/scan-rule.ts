import type { Folder } from "../plans/folder.ts";
import type { AppPlan, Finding } from "../plans/plan.ts";
import type { RuleLanguage } from "./rule.ts";

/** Where it stands; `line` 0 means the file as a whole. `name` fills `{name}` in the words. */
export type Place = { file: string; line: number; name?: string };

type Files = Readonly<Record<string, string>>;

/**
 * What will go wrong, by the files of a source and its plan, before anything is built. Detectors tell what their own stack
 * needs; these are the mistakes that any of several stacks can hold.
 */
export type ScanRule = {
  id: string;
  when: "scan";
  language: RuleLanguage;
  level: Finding["level"];
  title: string;
  explanation: string;
  fix: string;
  /** The first place that proves it. Linear time: sources are anyone's. */
  find(folder: Folder, plan: AppPlan): Place | null;
  /** A source with the mistake, and the same without it. */
  example: Files;
  counterexample: Files;
};
