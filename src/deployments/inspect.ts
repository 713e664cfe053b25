import { join } from "node:path";
import { AppError } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import type { SourceInput } from "../sources/source.ts";
import type { World } from "./world.ts";

/** Below the time after which the server closes a connection without a byte. */
const MOST_MS = 50_000;

/** Looks at code before there is a project: fetches it, hands its files to `look`, and leaves nothing behind. */
export async function inspectSource<Seen>(
  world: World,
  { input, credential }: { input: SourceInput; credential: string | null },
  look: (tree: SourceTree) => Seen,
): Promise<Seen> {
  const into = join(world.config.dataFolder, "work", `inspect-${newId(world.host.now())}`);
  const signal = AbortSignal.timeout(MOST_MS);
  try {
    const { folder } = await world.fetchSource({ input, into, credential, signal, log: () => {}, keep: false });
    return look(await world.readTree(folder));
  } catch (error) {
    throw signal.aborted ? tookTooLong(error) : error;
  } finally {
    await world.host.files.remove(into);
  }
}

export const isTooSlow = (error: unknown) => error instanceof AppError && error.code === "inspection_timeout";

function tookTooLong(cause: unknown): AppError {
  return new AppError(
    {
      code: "inspection_timeout",
      status: 422,
      summary: `Looking at the code took longer than ${MOST_MS / SECOND_MS} seconds.`,
      hint: "Leave out what is not needed to build it, or deploy it with `autostack deploy`, which waits as long as it takes.",
    },
    { cause },
  );
}
