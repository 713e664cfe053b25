import { resolve } from "node:path";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis, LogKind, RuleLanguage } from "../diagnosis/rule.ts";
import { realFiles } from "../host/files.ts";
import { formatBytes, MEGABYTE } from "../lib/bytes.ts";
import type { Command, Io } from "./command.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags } from "./flags.ts";
import { plainLine } from "./plain-text.ts";

const MOST_BYTES = 64 * MEGABYTE;

const HELP = `Usage: autostack diagnose [file] --when build|runtime [--language name] [--best number] [--json]

Reads a log, from a file or from standard input, and says what went wrong, with the lines that prove it.
Nothing is sent anywhere and no server is needed. Says nothing that the log does not prove.

Options:
  --when build|runtime  whether the log is a build's or that of a started program
  --language name       the program's language (node, python, go, …): its causes come before those of others
  --best number         only so many causes, the most likely ones
  --json                as JSON: [{ rule, title, explanation, fix, evidence: [{ line, text }] }], best first

Examples:
  autostack diagnose build.log --when build
  docker logs shop 2>&1 | autostack diagnose --when runtime --json
`;

const TEXT = { type: "string" } as const;
const FLAGS = { when: TEXT, language: TEXT, best: TEXT, json: { type: "boolean" } } as const;

export const diagnoseCommand: Command = {
  name: "diagnose",
  summary: "say from a log what went wrong",
  help: HELP,
  async run(args, io) {
    const { flags, words } = readFlags(args, FLAGS, 1);
    const [when, language, best] = [readWhen(flags.when), readLanguage(flags.language), readBest(flags.best)];
    const found = diagnose(await readLog(words[0], io), { when, language }).slice(0, best);
    io.out(flags.json ? `${JSON.stringify(found, null, 2)}\n` : diagnosisText(found));
    return EXIT.ok;
  },
};

function readWhen(when: string | undefined): LogKind {
  if (when === "build" || when === "runtime") return when;
  const problem = when === undefined ? "--when is missing." : `--when is build or runtime, not "${when}".`;
  throw wrongUsage(problem, "For example: autostack diagnose build.log --when build");
}

function readLanguage(name = "any"): RuleLanguage {
  if (/^[a-z#+]{1,40}$/.test(name)) return name as RuleLanguage;
  throw wrongUsage(`"${name}" is no name of a language.`, "For example: --language python");
}

function readBest(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,3}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw wrongUsage(`--best is a number from 1, not "${text}".`);
}

async function readLog(file: string | undefined, io: Io): Promise<string> {
  if (file === undefined || file === "-") {
    if (!io.input.isTerminal) return io.input.readAll();
    throw wrongUsage("There is no log to read.", "Name its file, or pipe it in.");
  }
  const path = resolve(io.cwd, file);
  const real = (await realFiles.realPath(path)) ?? path;
  const stats = await realFiles.stat(real);
  if (!stats?.isFile()) throw wrongUsage(`There is no file ${path}.`);
  if (stats.size > MOST_BYTES) {
    throw wrongUsage(`${path} is larger than ${formatBytes(MOST_BYTES)}.`, "Its end is enough: pipe it in with tail.");
  }
  return realFiles.readText(real);
}

function diagnosisText(found: readonly Diagnosis[]): string {
  if (found.length === 0) return "Nothing in this log proves a cause that AutoStack knows.\n";
  return found
    .map(({ title, explanation, fix, evidence }) => {
      const lines = evidence.map(({ line, text }) => `  ${line}: ${plainLine(text)}\n`);
      return `${plainLine(title)}\n\n${lines.join("")}\n${plainLine(explanation)}\n${plainLine(fix)}\n`;
    })
    .join("\n");
}
