import { invalid } from "../lib/errors.ts";

export type Assignment = { name: string; value: string; line: number };

const START = /^\s*(?:export\s+)?([^\s=]+)\s*=\s*(.*)$/;
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };

/**
 * Reads the text of a `.env` file: `NAME=value`, comments, `export`, single quotes (literal), double quotes (with `\n` and
 * the like, over several lines). Throws for a line that is none of these, so that nothing pasted is lost unseen.
 */
export function parseDotenv(text: string, field = "variables"): Assignment[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const assignments: Assignment[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (/^\s*(#|$)/.test(line)) continue;
    const match = START.exec(line);
    if (!match) throw notAssignment(field, index + 1);
    const [, name = "", rest = ""] = match;
    const { value, lastIndex } = readValue(rest, lines, index, field);
    assignments.push({ name, value, line: index + 1 });
    index = lastIndex;
  }
  return assignments;
}

function readValue(rest: string, lines: string[], index: number, field: string): { value: string; lastIndex: number } {
  const quote = rest[0];
  if (quote !== '"' && quote !== "'") {
    return { value: rest.replace(/(^|\s+)#.*$/, "").trim(), lastIndex: index };
  }
  let body = rest.slice(1);
  let last = index;
  let end = closingQuote(body, quote);
  while (end < 0) {
    last++;
    const next = lines[last];
    if (next === undefined) throw notClosed(field, index + 1);
    body += `\n${next}`;
    end = closingQuote(body, quote);
  }
  const inside = body.slice(0, end);
  return { value: quote === '"' ? resolveEscapes(inside) : inside, lastIndex: last };
}

function closingQuote(body: string, quote: string): number {
  for (let place = 0; place < body.length; place++) {
    if (quote === '"' && body[place] === "\\") place++;
    else if (body[place] === quote) return place;
  }
  return -1;
}

function resolveEscapes(text: string): string {
  return text.replace(/\\([nrt"\\$])/g, (_, character: string) => ESCAPES[character] ?? character);
}

function notAssignment(field: string, line: number) {
  return invalid(field, `Line ${line} is not of the form NAME=value.`, "Comments begin with #.");
}

function notClosed(field: string, line: number) {
  return invalid(field, `The quote that opens on line ${line} is never closed.`, "Add the closing quote.");
}
