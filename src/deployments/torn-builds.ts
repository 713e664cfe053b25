import { join } from "node:path";
import { NEVER } from "./live-run.ts";
import { Run } from "./run.ts";
import type { World } from "./world.ts";

/** The kernel makes one at each boot. */
const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/**
 * After a reboot nothing is used of the builds that were under way before it: when the power was cut, engines remember steps whose
 * files are empty. Builds that had ended are on the disk.
 */
export async function forgetTornBuilds(world: World): Promise<void> {
  const { files } = world.host;
  if (!(await files.exists(BOOT_ID))) return;
  const boot = await files.readText(BOOT_ID);
  const path = join(world.config.dataFolder, "boot-id");
  if ((await files.exists(path)) && (await files.readText(path)) === boot) return;
  const torn = world.deployments.allUnfinished().flatMap((deployment) => {
    const build = world.deployments.stages(deployment.id).find(({ stage }) => stage === "build");
    if (!build || build.result !== null) return [];
    return [{ name: Run.silent(world, deployment, NEVER).name, begunAt: build.startedAt }];
  });
  if (torn.length > 0) {
    await world.runtime.forgetBuilds(
      torn.map(({ name }) => name),
      Math.min(...torn.map(({ begunAt }) => begunAt)),
    );
  }
  await files.writeAtomically(path, boot, 0o600);
}
