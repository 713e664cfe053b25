import { Elysia } from "elysia";
import { projectPage } from "../../views/pages/project.ts";
import { ejectTab } from "../../views/pages/project-eject.ts";
import { packTexts } from "../host/pack-texts.ts";
import { signedIn } from "../http/guard.ts";
import { COMMON_HEADERS } from "../http/headers.ts";
import { respond } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import { notFound } from "../lib/errors.ts";
import type { Project } from "../projects/project.ts";
import { ejectionOf } from "./ejection.ts";
import { environmentUrl } from "./shown.ts";
import type { World } from "./world.ts";

export type EjectDeps = { visits: Visits; world: World };

/** The files with which a project runs without AutoStack: to look at, one by one, and all in one archive. */
export function ejectRoutes(deps: EjectDeps) {
  const { projects } = deps.world;
  return new Elysia()
    .use(signedIn(deps.visits))
    .get("/projects/:slug/eject", ({ params, ...asked }) =>
      show(deps, asked, projects.find(asked.visitor.user, params.slug, "see")),
    )
    .get("/projects/:slug/eject/:file", ({ params, visitor }) =>
      download(deps, projects.find(visitor.user, params.slug, "see"), params.file),
    );
}

function show({ world }: EjectDeps, asked: Asked, project: Project): Response {
  const page = asked.shell(`${project.name}: eject`);
  const ejection = ejectionOf(world, project);
  const url = environmentUrl(world, project, world.projects.production(project));
  const tab = () => ejectTab({ project, ejection, archive: archiveOf(project) });
  return respond(asked.request, {
    page: () => projectPage(page, { project, url, tab: "settings" }, tab()),
    fragment: tab,
    json: () => ejection ?? { files: [], leftOut: [] },
  });
}

const archiveOf = ({ slug }: Project) => `${slug}.tar.gz`;

async function download({ world }: EjectDeps, project: Project, name: string): Promise<Response> {
  const { files } = ejectionOf(world, project) ?? { files: [] };
  if (name === archiveOf(project) && files.length > 0) {
    return attachment(name, "application/gzip", await packTexts(files));
  }
  const file = files.find(({ id }) => id === name);
  if (!file) throw notFound("file");
  return attachment(name, "text/plain; charset=utf-8", file.text);
}

/** Its name is one that was made here, of letters that mean nothing in a header. */
function attachment(name: string, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: {
      ...COMMON_HEADERS,
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
    },
  });
}
