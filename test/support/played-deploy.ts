import { join } from "node:path";
import type { DeploymentState } from "../../src/deployments/deployment.ts";
import type { Source } from "../../src/sources/source.ts";
import { writeFiles } from "./archives.ts";
import { testFolder } from "./folders.ts";
import { END_EVENT, eventStream, lineEvent, madeUpDeployment, madeUpProject, playApi } from "./played-api.ts";

export const URL_OF_BLOG = "http://blog.localhost:8080";
const LIVE: DeploymentState = { name: "live", release: "r" };

/** A server with which deploying works; `source` is that of the project `blog`, which otherwise does not exist. */
export function playServer({ source, state = LIVE }: { source?: Source; state?: DeploymentState } = {}, more = {}) {
  const deployment = madeUpDeployment(3, state);
  return playApi({
    ...(source && {
      "GET /projects/blog": () =>
        Response.json({ project: madeUpProject("blog", source), url: URL_OF_BLOG, live: null, latest: null }),
    }),
    "PUT /uploads": (_, { path }) =>
      Response.json({ upload: { id: "u1", fileName: path.split("=")[1], bytes: 1234 } }, { status: 201 }),
    "POST /projects": () => Response.json({ project: madeUpProject("blog"), deployment }, { status: 201 }),
    "POST /projects/blog/deployments": () => Response.json({ deployment }, { status: 201 }),
    "GET /projects/blog/deployments/d3/events": () =>
      eventStream([lineEvent(1, "Fetching"), lineEvent(2, "\x1b[2Jdone"), END_EVENT]),
    "GET /projects/blog/deployments/d3": () => Response.json({ deployment, stages: [], url: URL_OF_BLOG }),
    ...more,
  });
}

const SITE = { "index.html": "<h1>hi</h1>", ".gitignore": "*.log\n", "x.log": "", "node_modules/a.js": "" };

export async function siteFolder() {
  const folder = await testFolder();
  await writeFiles(join(folder.path, "site"), SITE);
  return folder;
}
