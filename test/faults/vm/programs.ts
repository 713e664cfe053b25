import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { leaveOut } from "../../../scripts/build/leave-out.ts";
import { cacheFolder } from "../../../scripts/lib/cache-folder.ts";
import { run } from "../../../scripts/lib/run.ts";
import { findTraefik } from "../../../scripts/test-setup/traefik.ts";

const ROOT = join(import.meta.dir, "../../..");
const SIZE = "600M";

/** A disk with AutoStack as it is now, Traefik, and the program that looks at it from outside. */
export async function programsDisk(folder: string, say: (line: string) => void): Promise<string> {
  const programs = join(folder, "programs");
  await mkdir(programs);
  say("Building AutoStack…");
  await run([process.execPath, join(ROOT, "scripts/build.ts")], { cwd: ROOT });
  await copyFile(join(ROOT, "dist/autostack"), join(programs, "autostack"));
  await copyFile(await findTraefik(cacheFolder(), say), join(programs, "traefik"));
  await run(["chmod", "755", join(programs, "traefik")]);
  await Bun.build({
    entrypoints: [join(import.meta.dir, "inside.ts")],
    outdir: programs,
    target: "bun",
    plugins: [leaveOut],
  });
  const disk = join(folder, "programs.img");
  await run(["mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-L", "programs", "-d", programs, disk, SIZE]);
  await rm(programs, { recursive: true });
  return disk;
}
