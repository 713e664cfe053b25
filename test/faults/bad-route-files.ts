// Files in Traefik's folder that it cannot read: `bun test/faults/bad-route-files.ts`. One of them keeps all other files from Traefik.
import { join } from "node:path";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";

const BAD: Record<string, string> = {
  "cut off": "http:\n  routers:\n    x: {rule: 'Host(`x.loc",
  "not a configuration": "http: 5\n",
  "an unknown field": "http:\n  routers:\n    x:\n      rul: Host(`x.localhost`)\n",
  "a broken template": 'http:\n  routers: {}\n# {{ range "x" }\n',
  "a bomb of aliases": ["a: &a [x, x, x, x, x, x, x, x, x]", ..."bcdefgh"].reduce(
    (text, name) =>
      `${text}\n${name}: &${name} [${Array(9)
        .fill(`*${before(name)}`)
        .join(", ")}]`,
  ),
};

function before(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) - 1);
}

/** How long a deployment took beside each of them, and how it ended. */
export async function* measureBadRouteFiles(projects: number) {
  await using autostack = await AutoStackProcess.start();
  const { api, dataFolder } = autostack;
  const slugs = Array.from({ length: projects }, (_, index) => `page-${index}`);
  for (const slug of slugs) await api.live(slug, (await api.launchUpload(slug, zipOf(pageOf("one")))).deployment);
  for (const [what, content] of Object.entries(BAD)) {
    await Bun.write(join(dataFolder, "edge/dynamic/theirs.yml"), content);
    let slowestMs = 0;
    let updated = 0;
    for (const slug of slugs) {
      const begun = performance.now();
      const { deployment } = await api.ended(slug, await api.deployUpload(slug, zipOf(pageOf(what))));
      slowestMs = Math.max(slowestMs, performance.now() - begun);
      const text = await (await autostack.visit(slug)).text();
      if (deployment.state.name === "live" && text.includes(what)) updated++;
    }
    yield { what, updated, slowestMs };
  }
}

if (import.meta.main) {
  for await (const { what, updated, slowestMs } of measureBadRouteFiles(40)) {
    console.log(`A route file that is ${what}: ${updated} of 40 others updated, slowest ${Math.round(slowestMs)} ms.`);
  }
}
