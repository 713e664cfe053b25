// Publishes and removes sites until it is killed: `bun publish-sites.ts <folder> <number>`. Says when it has begun.
import { join } from "node:path";
import { realFiles } from "#src/host/files.ts";
import type { BuildRequest } from "#src/runtimes/runtime.ts";
import { SiteFolders } from "#src/runtimes/site-folders.ts";

const [folder = "", number = ""] = process.argv.slice(2);
// Nothing but the kill is to be slow: what was flushed is for power cuts, and this is none.
const sites = new SiteFolders({ ...realFiles, flush: async () => {} }, folder);
const FILES = 40;

async function publish(content: number) {
  const request = { name: `site-${number}`, plan: { facts: [] }, claim: () => {} };
  return sites.publish(request as unknown as Pick<BuildRequest, "name" | "plan" | "claim">, async (into) => {
    const text = `content ${content}\n`.repeat(300);
    for (let file = 0; file < FILES; file++) await Bun.write(join(into, `${file % 5}/page-${file}.html`), text + file);
  });
}

process.stdout.write("begun\n");
for (let round = 0; ; round++) {
  const { folder: published } = await publish(round % 3);
  if (round % 2 === 1) await sites.remove(published);
}
