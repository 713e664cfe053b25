import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { run } from "../../scripts/lib/run.ts";

/** Writes files by their path; missing folders are made. */
export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await Bun.write(join(folder, path), content);
  }
}

/** Packs a folder's content with the machine's own `zip`, as a person would; links stay links. */
export async function zipFolder(folder: string, archive: string): Promise<string> {
  const path = resolve(archive);
  await run(["zip", "--quiet", "--recurse-paths", "--symlinks", path, "."], { cwd: folder });
  return path;
}

/** Packs a folder's content with the machine's own `tar` into a tar.gz. */
export async function tarFolder(folder: string, archive: string): Promise<string> {
  const path = resolve(archive);
  await run(["tar", "-czf", path, "-C", folder, "."]);
  return path;
}
