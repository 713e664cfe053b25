import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { readToml } from "../readings/toml.ts";

/** Where uv's lockfile of a folder stands: its own, or that of the workspace around it. */
export type UvPlace = {
  context: string;
  /** The lockfile as seen from the folder. */
  lockfile: string;
  /** The folder's name in its workspace; `null` when the folder is the context itself. */
  member: string | null;
  /** Whether packages of the workspace are installed as well, after the source is there. */
  needsMembers: boolean;
  manifests: string[];
};

const named = (folder: Folder, file: string) => readToml(folder, file)?.string("project", "name") ?? null;

const SAFE_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** `packages/*` as in a workspace's list of members. */
function matches(pattern: string, path: string): boolean {
  const want = pattern.replace(/\/$/, "").split("/");
  const have = path.split("/");
  return want.length === have.length && want.every((part, index) => part === "*" || part === have[index]);
}

function memberFiles(root: Folder): string[] {
  const members = readToml(root, "pyproject.toml")?.strings("tool", "uv", "workspace", "members") ?? [];
  return root.files.filter(
    (file) => file.endsWith("/pyproject.toml") && members.some((pattern) => matches(pattern, posix.dirname(file))),
  );
}

export function uvPlace(folder: Folder): UvPlace | null {
  const files = folder.has("uv.lock") ? memberFiles(folder) : [];
  const own = ["pyproject.toml", "uv.lock", ...files];
  if (folder.has("uv.lock")) {
    const needsMembers = files.length > 0;
    return { context: folder.path, lockfile: "uv.lock", member: null, needsMembers, manifests: own };
  }
  const { root } = folder;
  const name = named(folder, "pyproject.toml");
  const members = root === folder || !root.has("uv.lock") ? [] : memberFiles(root);
  if (!name || !SAFE_NAME.test(name) || !members.includes(`${folder.path}/pyproject.toml`)) return null;
  return {
    context: ".",
    lockfile: `${posix.relative(folder.path, ".")}/uv.lock`,
    member: name,
    needsMembers: true,
    manifests: ["pyproject.toml", "uv.lock", ...members],
  };
}
