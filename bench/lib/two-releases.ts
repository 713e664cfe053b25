import type { ApiUser, Deployment } from "../../test/support/api-user.ts";
import { type FileTexts, pageOf, zipOf } from "../../test/support/sample-apps.ts";

/** A project that a benchmark rolls back and forth. */
export type Sample = { what: string; files: (version: string) => FileTexts };

/** An Express server with its dependencies installed, that says which version it is. */
const expressFiles = (version: string): FileTexts => ({
  "package.json": JSON.stringify({
    ...{ name: "rollback-bench", private: true, type: "module", engines: { node: "22" } },
    scripts: { start: "node server.js" },
    dependencies: { express: "5.1.0" },
  }),
  "server.js": `
import express from "express";
const server = express()
  .get("/", (request, response) => response.send("version ${version}"))
  .listen(process.env.PORT, "0.0.0.0");
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`,
});

export const EXPRESS: Sample = { what: "Express app", files: expressFiles };
export const SITE: Sample = { what: "static site", files: (version) => pageOf(`version ${version}`) };

/** Deploys `version 1`, then `version 2`; the first of the two is what can be rolled back to. */
export async function deployTwo(api: ApiUser, slug: string, { files }: Sample): Promise<[Deployment, Deployment]> {
  const { deployment: first } = await api.launchUpload(slug, zipOf(files("1")));
  await api.live(slug, first);
  const second = await api.deployUpload(slug, zipOf(files("2")));
  await api.live(slug, second);
  return [first, second];
}
