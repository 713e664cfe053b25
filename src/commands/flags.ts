import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../lib/nearest.ts";
import { wrongUsage } from "./exit.ts";

type Flags = NonNullable<ParseArgsConfig["options"]>;
type Token = { kind: string; name?: string; rawName?: string; value?: string | undefined; inlineValue?: boolean };

/**
 * Reads a command's flags and the words between them, of which there may be `words` at most. What does not fit is a wrong
 * usage that says what was meant.
 */
export function readFlags<const F extends Flags>(args: readonly string[], options: F, words: number) {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens as Token[]) if (token.kind === "option") checkFlag(token, options);
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const surplus = positionals[words];
  if (surplus !== undefined)
    throw wrongUsage(`"${surplus}" is one word too many.`, "Put quotes around text with blanks.");
  return { flags: values, words: positionals };
}

function checkFlag({ name = "", rawName = "", value, inlineValue }: Token, options: Flags): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw unknownFlag(rawName, Object.keys(options));
  if (option.type === "boolean" && value !== undefined) throw wrongUsage(`${rawName} takes no value.`);
  // `--to --project blog`: a flag is never what the one before it should be.
  const isMissing = value === undefined || (!inlineValue && value.startsWith("-"));
  if (option.type === "string" && (isMissing || value === "")) throw wrongUsage(`${rawName} needs a value after it.`);
}

function unknownFlag(rawName: string, known: string[]) {
  const meant = nearest(
    rawName,
    known.map((name) => `--${name}`),
  );
  return wrongUsage(`There is no option ${rawName}.`, meant === null ? undefined : `Did you mean ${meant}?`);
}

export function required(value: string | undefined, flag: string, example: string): string {
  if (value === undefined) throw wrongUsage(`${flag} is missing.`, `For example: ${example}`);
  return value;
}
