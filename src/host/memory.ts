import { MEGABYTE } from "../lib/bytes.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";

const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** Traffic is led to what runs, and leftovers are looked for, after the start itself is over. */
const SETTLED_MS = 10 * SECOND_MS;
/** Less than this is not worth a pause of some milliseconds. */
const GROWTH_BYTES = 8 * MEGABYTE;

type Memory = { residentBytes(): number; collect(): void };
const ownMemory = (dropCaches: () => void): Memory => ({
  residentBytes: () => process.memoryUsage.rss(),
  collect: () => {
    dropCaches();
    Bun.gc(true);
    // Collecting alone leaves the pages with the process.
    Bun.shrink();
  },
});

/**
 * Gives back to the machine what the start has left, and later what a burst of work leaves: the runtime alone would keep it.
 * `dropCaches` empties what can be read again.
 */
export function keepMemoryTidy(dropCaches: () => void): void {
  const memory = ownMemory(dropCaches);
  const tidy = tidier(memory);
  tidy();
  setTimeout(memory.collect, SETTLED_MS).unref();
  setInterval(tidy, LOOK_EVERY_MS).unref();
}

/** Collects when memory has grown since the last time, so that a process at rest stays at rest. */
export function tidier({ residentBytes, collect }: Memory): () => void {
  let tidiedBytes = 0;
  return () => {
    if (residentBytes() < tidiedBytes + GROWTH_BYTES) return;
    collect();
    tidiedBytes = residentBytes();
  };
}
