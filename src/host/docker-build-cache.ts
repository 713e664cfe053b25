import type Dockerode from "dockerode";

/** What an unused entry is spared for, as a duration of Go: the next build is likely to want it. */
const UNUSED_FOR = "24h";

type CacheEntry = { ID: string; Size: number; Shared?: boolean; CreatedAt: string };
/** Engines of API 1.52 and newer tell sums, older ones every entry. */
type DiskUse = {
  BuildCacheUsage?: { TotalSize?: number; Items?: CacheEntry[] | null };
  BuildCache?: CacheEntry[] | null;
};

/** Bytes that the Engine's build cache takes, without what images share with it. */
export async function buildCacheBytes(engine: Dockerode): Promise<number> {
  const use = await dial<DiskUse>(engine, "GET", "/system/df?", { type: "build-cache" });
  if (use.BuildCacheUsage) return use.BuildCacheUsage.TotalSize ?? 0;
  const own = (use.BuildCache ?? []).filter(({ Shared }) => !Shared);
  return own.reduce((sum, { Size }) => sum + Size, 0);
}

/**
 * Removes entries that nothing has used for a day, the longest unused first, until about `keepBytes` are left; resolves to the bytes
 * that came free. The Engine knows no owner of an entry: other people's builds on it lose theirs as well, and only become slower.
 */
export async function pruneBuildCache(engine: Dockerode, keepBytes: number): Promise<number> {
  const { SpaceReclaimed } = await dial<{ SpaceReclaimed?: number }>(engine, "POST", "/build/prune?", {
    // Its name until API 1.47 and since.
    "keep-storage": keepBytes,
    "reserved-space": keepBytes,
    filters: JSON.stringify({ until: { [UNUSED_FOR]: true } }),
  });
  return SpaceReclaimed ?? 0;
}

/**
 * Removes all that was made since a moment. An entry is kept by those that were made on top of it, so the newest go first; what
 * somebody's build uses right now stays.
 */
export async function forgetBuilds(engine: Dockerode, since: number): Promise<void> {
  const use = await dial<DiskUse>(engine, "GET", "/system/df?", { type: "build-cache", verbose: true });
  const madeAt = ({ CreatedAt }: CacheEntry) => Date.parse(CreatedAt);
  const entries = (use.BuildCacheUsage?.Items ?? use.BuildCache ?? []).filter((entry) => madeAt(entry) >= since);
  for (const { ID } of entries.sort((one, other) => madeAt(other) - madeAt(one))) {
    await dial(engine, "POST", "/build/prune?", { all: true, filters: JSON.stringify({ id: { [ID]: true } }) });
  }
}

/** dockerode's own `df` and `pruneBuilder` take no options. */
function dial<Answer>(engine: Dockerode, method: string, path: string, options: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    engine.modem.dial({ path, method, options, statusCodes: { 200: true } }, (error, answer) =>
      error ? reject(error) : resolve(answer as Answer),
    );
  });
}
