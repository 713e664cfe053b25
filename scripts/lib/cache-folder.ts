import { homedir } from "node:os";
import { join } from "node:path";

/** Where slow-to-make things for tests are kept: `AUTOSTACK_TEST_CACHE`, else below the user's own cache. */
export function cacheFolder(): string {
  const named = process.env.AUTOSTACK_TEST_CACHE;
  return named || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "autostack-test");
}
