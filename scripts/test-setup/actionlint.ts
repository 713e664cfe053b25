import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run.ts";

const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint";
const VERSION = "v1.7.12";
const USUAL_GO = "/usr/local/go/bin/go";

/** The path of actionlint: the one on the `PATH`, else one that Go makes from its module, kept in the cache. */
export async function findActionlint(cacheFolder: string, say: (line: string) => void): Promise<string> {
  const found = Bun.which("actionlint");
  if (found) return found;
  const folder = join(cacheFolder, `actionlint-${VERSION}`);
  const binary = join(folder, "actionlint");
  if (!existsSync(binary)) {
    say("Making actionlint…");
    const go = Bun.which("go") ?? USUAL_GO;
    await run([go, "install", `${ACTIONLINT}@${VERSION}`], { env: { GOBIN: folder } });
  }
  return binary;
}
