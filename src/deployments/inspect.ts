import { join } from "node:path";
import { newId } from "../lib/ids.ts";
import type { Scan } from "../plans/plan.ts";
import { scan } from "../plans/scan.ts";
import type { SourceInput } from "../sources/source.ts";
import type { World } from "./world.ts";

const MOST_MS = 60_000;

/** Looks at code before there is a project: fetches it, scans it, and leaves nothing behind. */
export async function inspectSource(world: World, input: SourceInput, credential: string | null): Promise<Scan> {
  const into = join(world.config.dataFolder, "work", `inspect-${newId(world.host.now())}`);
  const signal = AbortSignal.timeout(MOST_MS);
  try {
    const { folder } = await world.fetchSource({ input, into, credential, signal, log: () => {} });
    return scan(await world.readTree(folder));
  } finally {
    await world.host.files.remove(into);
  }
}
