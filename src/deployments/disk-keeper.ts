import type { Docker } from "../host/docker.ts";
import { formatBytes } from "../lib/bytes.ts";
import { errorText } from "../lib/errors.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { sweepDisk } from "./disk-sweep.ts";
import type { World } from "./world.ts";

/** To tell its size the Engine adds up all that it has: not after every build of a busy hour. */
const TRIM_PAUSE_MS = 10 * MINUTE_MS;

type BuildCache = Pick<Docker, "buildCacheBytes" | "pruneBuildCache">;

/** Watches the disk while AutoStack runs: a sample every hour, a sweep every day, and a budget for what builds leave behind. */
export class DiskKeeper {
  readonly #world: World;
  readonly #buildCache: BuildCache;
  #timers: Timer[] = [];
  #trimming: Promise<void> | null = null;
  #trimmedAt = Number.NEGATIVE_INFINITY;

  constructor(world: World, buildCache: BuildCache) {
    this.#world = world;
    this.#buildCache = buildCache;
  }

  start(): void {
    const hourly = () => Promise.all([this.sample(), this.trimBuildCache()]);
    const daily = () => attempt("The data folder could not be swept", () => sweepDisk(this.#world));
    this.#timers = [setInterval(hourly, HOUR_MS), setInterval(daily, DAY_MS)];
    for (const timer of this.#timers) timer.unref();
    hourly().catch(() => {});
    daily().catch(() => {});
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  sample(): Promise<void> {
    const { disk, host, config } = this.#world;
    return attempt("The disk could not be looked at", async () =>
      disk.add(host.now(), await host.files.disk(config.dataFolder)),
    );
  }

  /** Goes on in the background: nobody waits for it. */
  afterBuild(): void {
    if (this.#world.host.now() - this.#trimmedAt > TRIM_PAUSE_MS) this.trimBuildCache().catch(() => {});
  }

  /** Brings the Engine's build cache back under its budget; one at a time. */
  trimBuildCache(): Promise<void> {
    this.#trimming ??= attempt("The build cache could not be trimmed", () => this.#trim()).finally(() => {
      this.#trimming = null;
    });
    return this.#trimming;
  }

  async #trim(): Promise<void> {
    const { runtime, host, config } = this.#world;
    if (runtime.name !== "docker") return;
    this.#trimmedAt = host.now();
    const budget = config.limits.buildCacheBytes;
    if ((await this.#buildCache.buildCacheBytes()) <= budget) return;
    const freed = await this.#buildCache.pruneBuildCache(budget);
    if (freed > 0) console.error(`The build cache was over its budget: ${formatBytes(freed)} were freed.`);
  }
}

/** What fails here is tried again at its next time, and stops nothing. */
async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(`${what}: ${errorText(error)}`);
  }
}
