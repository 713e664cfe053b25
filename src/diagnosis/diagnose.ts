import { stripVTControlCharacters } from "node:util";
import type { Diagnosis, Evidence, LogKind, LogRule, RuleLanguage } from "./rule.ts";
import { LOG_RULES } from "./rules.ts";

/** The end of a log holds what failed; what stands before these characters is not looked at. */
const MOST_CHARACTERS = 2_000_000;
const MOST_EVIDENCE = 3;
const LONGEST_LINE = 500;
export type DiagnoseOptions = { when: LogKind; language?: RuleLanguage; rules?: readonly LogRule[] };

type Match = { rule: LogRule; evidence: Evidence[]; groups: Record<string, string> };

/** What a log proves, the most certain first; an empty list when it proves nothing. Pure. */
export function diagnose(log: string, { when, language = "any", rules = LOG_RULES }: DiagnoseOptions): Diagnosis[] {
  const text = new LogText(log);
  const matches = rules.flatMap((rule) => (rule.when.includes(when) ? matchOf(rule, text) : []));
  const explained = new Set(matches.flatMap(({ rule }) => rule.explains ?? []));
  return matches
    .filter(({ rule }) => !explained.has(rule.id))
    .sort((a, b) => order(a, b, language))
    .map(toDiagnosis);
}

/** A cause before what may have one; then the project's own language; then what was said first. */
function order(a: Match, b: Match, language: RuleLanguage): number {
  const isForeign = ({ rule }: Match) => (rule.language === language || rule.language === "any" ? 0 : 1);
  return (
    b.rule.certainty - a.rule.certainty ||
    isForeign(a) - isForeign(b) ||
    (a.evidence[0]?.line ?? 0) - (b.evidence[0]?.line ?? 0)
  );
}

function matchOf(rule: LogRule, text: LogText): Match[] {
  if (rule.together && !rule.together.test(text.all)) return [];
  if (rule.without?.test(text.all)) return [];
  const evidence: Evidence[] = [];
  let groups: Record<string, string> | undefined;
  for (const { line, content, match } of text.linesWith(rule.signal)) {
    groups ??= { ...match.groups };
    evidence.push({ line, text: content.slice(0, LONGEST_LINE) });
    if (evidence.length === MOST_EVIDENCE) break;
  }
  return groups ? [{ rule, evidence, groups }] : [];
}

function toDiagnosis({ rule, evidence, groups }: Match): Diagnosis {
  const filled = (words: string) => fill(words, groups);
  return {
    rule: rule.id,
    title: filled(rule.title),
    explanation: filled(rule.explanation),
    fix: filled(rule.fix),
    evidence,
  };
}

const BLANK = /\{(\w+)(?:\|([^{}]*))?\}/g;

/** `{a}` is what the group `a` matched; `{a|words}` says the words where it did not. */
function fill(words: string, groups: Record<string, string>): string {
  return words.replaceAll(BLANK, (all, name: string, otherwise?: string) => groups[name] ?? otherwise ?? all);
}

/** A log as one text, so that a rule reads it in one go, with the way back to its lines. */
class LogText {
  readonly all: string;
  readonly #skipped: number;

  constructor(log: string) {
    const plain = stripVTControlCharacters(log).replaceAll("\r\n", "\n");
    const from = plain.length > MOST_CHARACTERS ? plain.indexOf("\n", plain.length - MOST_CHARACTERS) + 1 : 0;
    this.#skipped = countLines(plain, from);
    this.all = plain.slice(from);
  }

  /** Each line on which a pattern matches, once. */
  *linesWith(pattern: RegExp): Generator<{ line: number; content: string; match: RegExpExecArray }> {
    const flags = new Set([...pattern.flags, "g", "m"]);
    let [line, counted, last] = [this.#skipped + 1, 0, 0];
    for (const match of this.all.matchAll(new RegExp(pattern.source, [...flags].join("")))) {
      line += countLines(this.all, match.index, counted);
      counted = match.index;
      if (line === last) continue;
      last = line;
      yield { line, content: this.#lineAround(match.index), match };
    }
  }

  #lineAround(index: number): string {
    const end = this.all.indexOf("\n", index);
    return this.all.slice(this.all.lastIndexOf("\n", index - 1) + 1, end === -1 ? undefined : end).trimEnd();
  }
}

function countLines(text: string, end: number, start = 0): number {
  let lines = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
