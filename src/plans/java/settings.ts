import { posix } from "node:path";
import { parse } from "yaml";
import type { Folder } from "../folder.ts";

/** A setting of `application.properties` or `application.yml`, and where it stands. */
export type Setting = { value: string; file: string; line: number };

const FILES = ["application.properties", "application.yml", "application.yaml", "application-prod.properties"];

export const settingFiles = (folder: Folder, module: Folder): string[] =>
  FILES.map((name) => posix.join(posix.relative(folder.path, module.path), "src/main/resources", name)).filter((file) =>
    folder.has(file),
  );

const escaped = (text: string) => text.replaceAll(".", "\\.");

function ofProperties(folder: Folder, file: string, name: string): Setting | null {
  const hit = folder.find(
    [file],
    new RegExp(`^[ \\t]{0,9}${escaped(name)}[ \\t]{0,9}[=:][ \\t]{0,9}(\\S{1,200})`, "m"),
  );
  return hit?.match[1] ? { value: hit.match[1], file, line: hit.line } : null;
}

function parsed(text: string): unknown {
  try {
    // Several documents stand for several profiles; the first is for all of them.
    return parse(text.split(/^---[ \t]*$/m).find((part) => part.trim() !== "") ?? "");
  } catch {
    return null;
  }
}

/** `port = 8085` of Ktor's application.conf; a second line with `${?PORT}` only says that a variable comes first. */
export function readConf(folder: Folder, module: Folder, name: string): Setting | null {
  const file = posix.join(posix.relative(folder.path, module.path), "src/main/resources/application.conf");
  const hit = folder.find(
    [file],
    new RegExp(`^[ \\t]{0,40}${escaped(name)}[ \\t]{0,9}[=:][ \\t]{0,9}["']?(\\d{1,9})`, "m"),
  );
  return hit?.match[1] ? { value: hit.match[1], file, line: hit.line } : null;
}

/** A name may be nested, written with dots, or both. */
function valueAt(value: unknown, name: string): unknown {
  if (name === "" || typeof value !== "object" || value === null) return name === "" ? value : undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key === name) return inner;
    if (name.startsWith(`${key}.`)) {
      const found = valueAt(inner, name.slice(key.length + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function ofYaml(folder: Folder, file: string, name: string): Setting | null {
  const value = valueAt(parsed(folder.read(file) ?? ""), name);
  if (typeof value !== "string" && typeof value !== "number") return null;
  const last = name.split(".").at(-1) ?? name;
  const hit = folder.find([file], new RegExp(`^[ \\t]{0,40}(?:[\\w.]{1,80}\\.)?${last}[ \\t]{0,9}:`, "m"));
  return { value: String(value), file, line: hit?.line ?? 0 };
}

export function readSetting(folder: Folder, module: Folder, name: string): Setting | null {
  for (const file of settingFiles(folder, module)) {
    const found = (file.endsWith(".properties") ? ofProperties : ofYaml)(folder, file, name);
    if (found) return found;
  }
  return null;
}
