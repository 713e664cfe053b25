import type { Folder } from "../folder.ts";
import type { SystemPackages } from "../plan.ts";
import { debianName } from "../readings/debian-name.ts";
import { lineAt } from "../text-search.ts";

/** What a Space of Hugging Face says of itself at the head of its README: its kit brings the package that is missing elsewhere. */
export type Space = { sdk: string; at: { file: string; line: number }; version: string | null; program: string };

const FILE = "README.md";
const LONGEST_HEAD = 4_000;

function headValue(head: string, name: string): string | null {
  const value = new RegExp(`^${name}:[ \\t]{0,9}["']?([\\w./-]{1,200})`, "m").exec(head)?.[1];
  return value ?? null;
}

function headOf(folder: Folder): string | null {
  const text = folder.read(FILE)?.slice(0, LONGEST_HEAD).replaceAll("\r", "") ?? "";
  const end = text.startsWith("---\n") ? text.indexOf("\n---", 3) : -1;
  return end === -1 ? null : text.slice(0, end);
}

export function readSpace(folder: Folder): Space | null {
  const head = headOf(folder);
  const sdk = head && headValue(head, "sdk");
  if (!head || !sdk) return null;
  const version = headValue(head, "sdk_version");
  const program = headValue(head, "app_file") ?? "app.py";
  return {
    sdk,
    at: { file: FILE, line: lineAt(head, head.search(/^sdk:/m)) },
    version: version && /^\d+(?:\.\d+){0,3}$/.test(version) ? version : null,
    program: program.replace(/^\.\//, ""),
  };
}

/** The version of Python that the Space asks for, and where. */
export function spacePython(folder: Folder): { value: string; file: string; line: number } | null {
  const head = headOf(folder);
  const value = head && headValue(head, "sdk") && headValue(head, "python_version");
  return head && value ? { value, file: FILE, line: lineAt(head, head.search(/^python_version:/m)) } : null;
}

/** Installs what the Space's kit is made of, after what the project names itself. */
export function withKit(install: string | null, { sdk, version }: Space): string {
  const kit = version ? `${sdk}==${version}` : sdk;
  return install ? `${install} && pip install ${kit}` : `pip install ${kit}`;
}

const MOST_PACKAGES = 100;

/** A Space's and Streamlit's own cloud install the Debian packages of a packages.txt, one a line, beside what is needed. */
export function withPackagesFile(folder: Folder, { build, run }: SystemPackages): SystemPackages {
  const lines = (folder.read("packages.txt") ?? "").split(/\r?\n/).slice(0, MOST_PACKAGES);
  const named = lines.flatMap((line) => debianName(line.replace(/#.*$/, "").trim()) ?? []);
  return { build, run: [...new Set([...run, ...named])].sort() };
}
