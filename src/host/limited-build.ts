import { findStepGroups, watchBuild } from "./build-groups.ts";
import { explainLimits, saysNoFork } from "./build-problems.ts";
import type { ImageBuild } from "./docker.ts";
import { buildImage, type Clients } from "./docker-build.ts";
import { engineLost, isEngineLost } from "./docker-errors.ts";

/** Builds within the limits as far as this machine lets AutoStack set them, and says when they were what ended it. */
export async function buildWithinLimits({ engine, asking }: Clients, build: ImageBuild): Promise<string> {
  const groups = await findStepGroups(asking).catch(() => null);
  const watch = groups && (await watchBuild(groups, build.limits).catch(() => null));
  let couldNotFork = false;
  const onEvent: ImageBuild["onEvent"] = (event) => {
    couldNotFork ||= event.kind === "line" && saysNoFork(event.text);
    build.onEvent(event);
  };
  try {
    return await buildImage({ engine, asking }, { ...build, onEvent });
  } catch (error) {
    if (isEngineLost(error)) {
      await watch?.killOrphans();
      throw engineLost(error);
    }
    const ranOutOfMemory = (await watch?.ranOutOfMemory()) ?? false;
    throw explainLimits(error, build.limits, { ranOutOfMemory, couldNotFork });
  } finally {
    watch?.end();
  }
}
