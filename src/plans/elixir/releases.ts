/** A release that `mix.exs` defines: its name, and what is said of it. */
export type Release = { name: string; text: string };

const LIST = /\b(?:releases:|defp?\s{1,9}releases(?:\(\w{0,40}\))?,?\s{1,9}do:?)\s{0,99}\[/;
const LONGEST = 5_000;

const DEPTH: Record<string, number> = { "[": 1, "{": 1, "(": 1, "]": -1, "}": -1, ")": -1 };

/** The parts of a list between its own commas, up to its end. */
function partsOf(list: string): string[] {
  const parts: string[] = [];
  let [depth, from, at] = [0, 0, 0];
  for (; at < list.length; at++) {
    const letter = list.charAt(at);
    depth += DEPTH[letter] ?? 0;
    if (depth < 0) break;
    if (depth > 0 || letter !== ",") continue;
    parts.push(list.slice(from, at));
    from = at + 1;
  }
  return [...parts, list.slice(from, at)];
}

/** The releases that stand in a project's own list, in its order. */
export function releasesIn(text: string): Release[] {
  const match = LIST.exec(text);
  if (!match) return [];
  const begin = match.index + match[0].length;
  const list = text.slice(begin, begin + LONGEST).replaceAll(/^[ \t]{0,80}#[^\n]{0,500}$/gm, "");
  return partsOf(list).flatMap((text) => {
    const name = /^\s{0,200}([a-z]\w{0,80}):/.exec(text)?.[1];
    return name ? [{ name, text }] : [];
  });
}
