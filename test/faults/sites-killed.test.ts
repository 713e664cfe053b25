import { expect, test } from "bun:test";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeHalfWritten } from "#src/deployments/half-written.ts";
import { realFiles } from "#src/host/files.ts";
import { siteHash } from "#src/runtimes/site-hash.ts";
import { testFolder } from "../support/folders.ts";

const KILLS = 25;
const LONGEST_MS = 400;
const MINUTES_MS = 120_000;

/** Lets a process publish and remove sites, and kills it in the middle. */
async function killOne(sites: string, number: number): Promise<void> {
  const argv = [process.execPath, join(import.meta.dir, "publish-sites.ts"), sites, String(number)];
  const child = Bun.spawn(argv, { stdout: "pipe", stderr: "inherit" });
  const reader = child.stdout.getReader();
  await reader.read();
  await Bun.sleep(Math.random() * LONGEST_MS);
  child.kill("SIGKILL");
  await child.exited;
}

/** What stands under a site's name and is not all of it. */
async function torn(sites: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(sites)).filter((one) => !one.startsWith("."))) {
    const folder = join(sites, name);
    const notes = await Bun.file(join(folder, ".autostack/site.json"))
      .json()
      .catch(() => null);
    const packed = await readdir(join(folder, ".autostack/br"), { recursive: true }).catch(() => []);
    const isWhole = notes !== null && (await siteHash(realFiles, folder, notes)) === name;
    if (!isWhole || packed.filter((file) => file.endsWith(".html")).length !== 40) found.push(name);
  }
  return found;
}

test(
  "whenever it is killed, what has a site's name is the whole site, and the rest is gone at the next start",
  async () => {
    await using folder = await testFolder();
    const sites = join(folder.path, "sites");
    await mkdir(sites);
    let halves = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await killOne(sites, kill % 2);
      expect(await torn(sites)).toEqual([]);
      halves += (await readdir(sites)).filter((name) => name.startsWith(".")).length;
      await removeHalfWritten(realFiles, folder.path);
      expect((await readdir(sites)).filter((name) => name.startsWith("."))).toEqual([]);
    }
    // It was killed in the middle of something, or this has shown nothing.
    expect(halves).toBeGreaterThan(0);
  },
  MINUTES_MS,
);
