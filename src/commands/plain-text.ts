import { stripVTControlCharacters } from "node:util";

const ESCAPE = String.fromCharCode(27);
const RESET = `${ESCAPE}[0m`;
const COLOUR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const CONTROL_BUT_TAB = /[^\P{Cc}\t]/gu;

/**
 * A line that a stranger's program wrote, made safe to show on a terminal: colours stay; what moves the cursor, retitles the window
 * or makes the terminal answer does not.
 */
export function plainLine(text: string): string {
  const pieces = text.split(COLOUR);
  // Every second piece is a colour.
  const safe = pieces.map((piece, index) => (index % 2 === 1 ? piece : withoutControls(piece))).join("");
  return pieces.length > 1 ? safe + RESET : safe;
}

function withoutControls(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL_BUT_TAB, "");
}
