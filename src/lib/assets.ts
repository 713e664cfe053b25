import { join } from "node:path";

/** In a compiled binary `--asset` keeps folders under the bundle's root; in a checkout they stand at the top level. */
const ROOT = import.meta.dir.startsWith("/$bunfs") ? import.meta.dir : join(import.meta.dir, "../..");

/** Where a file of `public/`, `migrations/` or `examples/` is. The one place that knows checkout from binary. */
export function assetPath(...parts: string[]): string {
  return join(ROOT, ...parts);
}
