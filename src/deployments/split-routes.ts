import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { splitPanel } from "../../views/split.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { wantsFragment, wantsJson } from "../http/request.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked } from "../http/visits.ts";
import { type EnvironmentDeps, environmentOf, type Found, showTraffic } from "./environment-routes.ts";
import { startSplit } from "./split.ts";
import { splitFacts } from "./split-facts.ts";

const Wish = t.Object({
  /** `deployment:<id>`, or `environment:<name>`. */
  side: t.String(),
  percent: t.Numeric(),
});

/** An environment's visitors between what is live and a side B. How it ends is the deployment's: promote keeps B, cancel keeps A. */
export function splitRoutes(deps: EnvironmentDeps) {
  const { projects } = deps.world;
  const path = "/projects/:slug/environments/:name/split";
  return new Elysia()
    .use(signedIn(deps.visits))
    .get(path, ({ params, ...asked }) => {
      const project = projects.find(asked.visitor.user, params.slug, "see");
      return show(deps, asked, environmentOf(deps.world, project, params.name), EMPTY_FORM);
    })
    .post(
      path,
      ({ params, body, ...asked }) => {
        const project = projects.find(asked.visitor.user, params.slug, "deploy");
        return start(deps, asked, environmentOf(deps.world, project, params.name), body);
      },
      { body: Wish },
    );
}

function start(deps: EnvironmentDeps, asked: Asked, found: Found, wish: { side: string; percent: number }) {
  const startedBy = asked.visitor.user.name;
  return submitted(
    asked.request,
    wish,
    async () => {
      const deployment = await startSplit(deps.world, deps.deployments, found, { ...wish, startedBy });
      return respond(asked.request, {
        page: () => seeOther(`/projects/${found.project.slug}/deployments/${deployment.id}`),
        json: () => ({ deployment }),
        status: 201,
      });
    },
    (form) => show(deps, asked, found, form),
  );
}

/** The panel alone, or the whole page that it stands on. */
async function show(deps: EnvironmentDeps, asked: Asked, found: Found, form: SentForm): Promise<Response> {
  const { request } = asked;
  if (!wantsFragment(request) && !wantsJson(request)) return showTraffic(deps, asked, found, { splitForm: form });
  const split = await splitFacts(deps.world, found.project, found.environment);
  const part = asked.shell(found.project.name);
  return respond(request, {
    fragment: () => splitPanel(part, { ...found, split, form }),
    json: () => split,
    status: form.problem?.status ?? 200,
  });
}
