import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../lib/run.ts";

/** Unpacks an exact version of an npm package, or some folders of it, from the cache or the registry npm is set up with. */
export async function unpackNpmPackage(
  name: string,
  target: string,
  cacheFolder: string,
  folders: readonly string[] = [],
): Promise<void> {
  const archive = join(cacheFolder, `${name.replace(/^@/, "").replace(/[@/]/g, "-")}.tgz`);
  if (!(await Bun.file(archive).exists())) {
    await run(["npm", "pack", "--loglevel=error", "--pack-destination", cacheFolder, name], { cwd: cacheFolder });
  }
  await mkdir(target, { recursive: true });
  // What npm packs stands under `package/` with the modes of whoever packed it.
  await run([
    ...["tar", "-xzf", archive, "-C", target, "--strip-components=1", "--no-same-owner", "--mode=a+rX"],
    ...folders.map((folder) => `package/${folder}`),
  ]);
}
