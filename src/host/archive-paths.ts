import { refused, shownName } from "./archive-limits.ts";

const UP_FROM_HERE = "Make the archive again from inside the project's folder.";
/** The kernel follows 40; no honest project needs this many. */
const MAX_HOPS = 16;
const MAX_TARGET_LENGTH = 1024;

/**
 * The safe relative path of an archive's entry, without empty and `.` parts. `null` for the top folder itself and for
 * what no deployment needs. Refuses every name that could mean a place outside of the folder, on any system.
 */
export function entryPath(name: string): string | null {
  if (name.startsWith("/") || /^[a-z]:/i.test(name)) {
    throw refused("archive_escapes", `The archive holds the absolute path ${shownName(name)}.`, UP_FROM_HERE);
  }
  if (name.includes("\\") || hasControlCharacter(name)) {
    throw refused(
      "archive_escapes",
      `The archive holds ${shownName(name)}, a name with a backslash or a control character.`,
      "Rename that file, or make the archive with another program.",
    );
  }
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    throw refused("archive_escapes", `The archive holds ${shownName(name)}, which climbs out of it.`, UP_FROM_HERE);
  }
  return parts.length === 0 || isLeftOut(parts) ? null : parts.join("/");
}

/** A repository's own data (its hooks and configuration are never wanted) and what macOS adds to each zip. */
function isLeftOut(parts: string[]): boolean {
  return parts[0] === "__MACOSX" || parts.some((part) => part.toLowerCase() === ".git" || part === ".DS_Store");
}

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < " " || character === "\u007f");
}

/**
 * Whether the link at `path` ends inside of the tree, followed as the kernel would through the tree's other `links`
 * (path → target): a `..` after a link to a folder goes up from that folder, not from the link.
 */
export function linkStaysInside(path: string, links: ReadonlyMap<string, string>): boolean {
  const ahead = path.split("/").reverse();
  const at: string[] = [];
  let hops = 0;
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    const target = step(at, part, links);
    if (target === null) return false;
    if (target.length > 0 && ++hops > MAX_HOPS) return false;
    ahead.push(...target.reverse());
  }
  return true;
}

/** Moves `at` by one part. Answers the parts of the target when that is a link, `null` when it leads out. */
function step(at: string[], part: string, links: ReadonlyMap<string, string>): string[] | null {
  if (part === "" || part === ".") return [];
  if (part === "..") return at.pop() === undefined ? null : [];
  const target = links.get([...at, part].join("/"));
  if (target !== undefined) return isRelative(target) ? target.split("/") : null;
  at.push(part);
  return [];
}

function isRelative(target: string): boolean {
  return (
    target !== "" &&
    target.length <= MAX_TARGET_LENGTH &&
    !target.startsWith("/") &&
    !target.includes("\\") &&
    !hasControlCharacter(target)
  );
}
