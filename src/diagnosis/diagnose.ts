import { stripVTControlCharacters } from "node:util";
import { own } from "../lib/own.ts";
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
  const known = matches.filter(({ rule }) => rule.certainty > 0);
  const said = known.length > 0 ? known : matches;
  const explained = new Set(said.flatMap(({ rule }) => rule.explains ?? []));
  return said
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
    if (!groups || Object.values(groups).every((word) => word === undefined)) groups = { ...match.groups };
    evidence.push({ line, text: content.slice(0, LONGEST_LINE) });
    if (evidence.length === MOST_EVIDENCE) break;
  }
  return groups ? [{ rule, evidence, groups }] : [];
}

function toDiagnosis({ rule, evidence, groups }: Match): Diagnosis {
  const meant = rule.meant && own(rule.meant, groups.name ?? "");
  const filled = (words: string) => fill(words, meant === undefined ? groups : { ...groups, meant });
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

const STAMP = String.raw`\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d) (?:(?:app|heroku)\[[\w.-]{1,40}\]: )?`;
const STEP = String.raw`(?:#\d{1,4} )?\d{1,6}\.\d{1,4} `;
const SERVICE = String.raw`(?:\d\d:\d\d:\d\d |\d{1,3}\|)?[\w.-]{1,64} {1,20}\| `;
const SCRIPT =
  "(?:build|start|dev|serve|lint|test|check|typecheck|generate|codegen|compile|bundle|prepare|postinstall|db)(?:[:-][\\w-]{1,30})?";
const TASK = String.raw`(?:@?[\w./-]{1,80}:${SCRIPT}: |[\w./@-]{1,60} ${SCRIPT}[$:] )`;
const BESIDE = String.raw`\[(?:\d{1,2}|api|web|app|server|client|backend|frontend|worker|ui|tsc|node)\] `;
const JOURNAL = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[AP]M {1,4}|[\w.-]{1,60} [\w.@-]{1,60}\[\d{1,8}\]: )`;

/**
 * What other programs put before a line: BuildKit its step and seconds, Compose and PM2 the service, Turborepo and pnpm the
 * script, concurrently its name, systemd and others the time.
 */
const BEFORE_LINES = new RegExp(`^(?:${[STEP, SERVICE, STAMP, TASK, BESIDE, JOURNAL].join("|")}){1,3}`, "gm");

/** A log as one text, so that a rule reads it in one go, with the way back to its lines. */
class LogText {
  /** What the rules read: colours and what others put before the lines taken away. */
  readonly all: string;
  readonly #lines: string[];
  readonly #skipped: number;

  constructor(log: string) {
    const from = startOfEnd(log);
    const plain = stripVTControlCharacters(log.slice(from)).replaceAll("\r\n", "\n");
    this.#skipped = countLines(log, from);
    this.#lines = plain.split("\n");
    this.all = plain.replaceAll(BEFORE_LINES, "");
  }

  /** Each line on which a pattern matches, once. */
  *linesWith(pattern: RegExp): Generator<{ line: number; content: string; match: RegExpExecArray }> {
    const flags = new Set([...pattern.flags, "g", "m"]);
    let [at, counted, last] = [0, 0, -1];
    for (const match of this.all.matchAll(new RegExp(pattern.source, [...flags].join("")))) {
      at += countLines(this.all, match.index, counted);
      counted = match.index;
      if (at === last) continue;
      last = at;
      yield { line: this.#skipped + at + 1, content: (this.#lines[at] ?? "").trimEnd(), match };
    }
  }
}

/** Where the part begins that is read: at a line's beginning, if there is one so far back. */
function startOfEnd(log: string): number {
  const from = log.length - MOST_CHARACTERS;
  if (from <= 0) return 0;
  const end = log.indexOf("\n", from);
  return end === -1 ? from : end + 1;
}

function countLines(text: string, end: number, start = 0): number {
  let lines = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
