import { posix } from "node:path";
import { readEntries } from "../imports/entries.ts";

/** CapRover's file, which may hold a Dockerfile of its own as a list of lines. */
export const CAPTAIN = "captain-definition";

const isLine = (path: string) => /^dockerfileLines\[\d{1,4}\]$/.test(path);

/** What is built by a file: its text, or the lines that CapRover's holds, each where it stands in that file. */
export function dockerfileText(file: string, text: string): string {
  return (isCaptain(file) ? captainLines(text) : null) ?? text;
}

export const isCaptain = (file: string): boolean => posix.basename(file) === CAPTAIN;

/** The Dockerfile in CapRover's file, or `null`. Its first version built another folder. */
export function captainLines(text: string): string | null {
  const { entries } = readEntries(CAPTAIN, text);
  const lines = entries.filter(({ path }) => isLine(path));
  const isFirst = entries.some(({ path, value }) => path === "schemaVersion" && Number(value) === 1);
  if (lines.length === 0 || isFirst) return null;
  const placed: string[] = [];
  for (const { value, line } of lines) {
    while (placed.length < line - 1) placed.push("");
    placed.push(...String(value ?? "").split("\n"));
  }
  return `${placed.join("\n")}\n`;
}
