import { Elysia, t } from "elysia";
import { projectPage } from "../../views/pages/project.ts";
import { logsEventLines, logsTab } from "../../views/pages/project-logs.ts";
import type { Host } from "../host/host.ts";
import { eventStream, type ServerEvent } from "../http/events.ts";
import { signedIn } from "../http/guard.ts";
import { wantsJson } from "../http/request.ts";
import { respond } from "../http/respond.ts";
import type { Visits } from "../http/visits.ts";
import { cursorText, followServiceLines, liveServices, parseCursor, readServiceLines } from "./runtime-log.ts";
import { environmentUrl } from "./shown.ts";
import type { World } from "./world.ts";

export type RuntimeLogDeps = { visits: Visits; world: World };

const tail = t.Optional(t.Numeric({ minimum: 1, maximum: 5000 }));
const DEFAULT_TAIL = 500;
const LINES_AT_ONCE = 100;
const PAUSE_MS = 50;

/** What the running services of production say. */
export function runtimeLogRoutes({ visits, world }: RuntimeLogDeps) {
  return new Elysia()
    .use(signedIn(visits))
    .get(
      "/projects/:slug/logs",
      async ({ params, query, request, visitor, shell }) => {
        const project = world.projects.find(visitor.user, params.slug, "see");
        const production = world.projects.production(project);
        const services = await liveServices(world.runtime, production);
        const { lines, cursor } = await readServiceLines(world.runtime, services, query.tail ?? DEFAULT_TAIL);
        const page = shell(`${project.name}: logs`);
        const props = { project, lines, services: services.map(({ service }) => service), after: cursorText(cursor) };
        const url = environmentUrl(world, project, production);
        return respond(request, {
          page: () => projectPage(page, { project, url, tab: "logs" }, logsTab(page, props)),
          json: () => ({ lines, after: props.after }),
        });
      },
      { query: t.Object({ tail }) },
    )
    .get(
      "/projects/:slug/logs/events",
      async ({ params, query, request, visitor }) => {
        const project = world.projects.find(visitor.user, params.slug, "see");
        const services = await liveServices(world.runtime, world.projects.production(project));
        const asJson = wantsJson(request);
        return eventStream(request, (signal, lastEventId) => {
          const from = parseCursor(lastEventId ?? query.after);
          return lineEvents(world.host, followServiceLines(world.runtime, services, from, signal), asJson);
        });
      },
      { query: t.Object({ tail, after: t.Optional(t.String()) }) },
    );
}

/** No faster than that, or a service that floods its log would keep AutoStack busy with its viewers alone. */
async function* lineEvents(
  host: Pick<Host, "sleep">,
  lines: ReturnType<typeof followServiceLines>,
  asJson: boolean,
): AsyncGenerator<ServerEvent> {
  let sent = 0;
  for await (const { line, cursor } of lines) {
    const id = cursorText(cursor);
    yield asJson ? { event: "line", id, data: JSON.stringify(line) } : { id, data: logsEventLines([line]) };
    if (++sent % LINES_AT_ONCE === 0) await host.sleep(PAUSE_MS);
  }
}
