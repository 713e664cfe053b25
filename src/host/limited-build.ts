import { findStepGroups, watchBuild } from "./build-groups.ts";
import { explainLimits, saysNoFork } from "./build-problems.ts";
import type { ImageBuild } from "./docker.ts";
import { buildImage, type Clients } from "./docker-build.ts";
import { engineLost, isEngineLost } from "./docker-errors.ts";
import { flushEngine } from "./docker-flush.ts";

/** Builds within the limits as far as this machine lets AutoStack set them, and says when they were what ended it. What it has made outlives a power cut. */
export async function buildWithinLimits({ engine, asking }: Clients, build: ImageBuild): Promise<string> {
  const groups = await findStepGroups(asking).catch(() => null);
  const watch = groups && (await watchBuild(groups, build.limits).catch(() => null));
  let couldNotFork = false;
  const onEvent: ImageBuild["onEvent"] = (event) => {
    couldNotFork ||= event.kind === "line" && saysNoFork(event.text);
    build.onEvent(event);
  };
  try {
    const image = await buildImage({ engine, asking }, { ...build, onEvent });
    await flushEngine(asking);
    return image;
  } catch (error) {
    // What it had made is in the cache, and the next build goes on from there.
    void flushEngine(asking).catch(() => {});
    if (isEngineLost(error)) {
      await watch?.killOrphans();
      throw engineLost(error);
    }
    const ranOutOfMemory = (await watch?.ranOutOfMemory()) ?? null;
    throw explainLimits(error, build.limits, { ranOutOfMemory, couldNotFork });
  } finally {
    watch?.end();
  }
}
