import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { projectPage } from "../../views/pages/project.ts";
import { trafficTab } from "../../views/pages/project-traffic.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { respond } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import { notFound } from "../lib/errors.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Deployments } from "./deployments.ts";
import { readSettings, shownSettings, type TypedSettings } from "./settings-form.ts";
import { environmentUrl } from "./shown.ts";
import { splitFacts } from "./split-facts.ts";
import type { World } from "./world.ts";

export type EnvironmentDeps = { visits: Visits; world: World; deployments: Deployments };

const optional = t.Optional(t.String());
const number = t.Optional(t.Union([t.Number(), t.String()]));
const orNone = t.Optional(t.Union([t.Number(), t.String(), t.Null()]));
const Fields = t.Object({
  ...{ gate: optional, message: optional, userName: optional, userPassword: optional, switch: optional },
  remove: t.Optional(t.Union([t.String(), t.Array(t.String())])),
  ...{ fewest: number, most: number, cpuGoal: number, memoryGoal: orNone, requestGoal: orNone },
  ...{ sleepAfter: orNone, previewsSleepAfter: orNone },
});

/** How an environment is run: who gets in, how it is switched, how many run, and whether it sleeps. */
export function environmentRoutes(deps: EnvironmentDeps) {
  const { projects } = deps.world;
  const path = "/projects/:slug/environments/:name/settings";
  return new Elysia()
    .use(signedIn(deps.visits))
    .get(path, ({ params, ...asked }) => {
      const project = projects.find(asked.visitor.user, params.slug, "see");
      return showTraffic(deps, asked, environmentOf(deps.world, project, params.name), {});
    })
    .post(
      path,
      ({ params, body, ...asked }) => {
        const project = projects.find(asked.visitor.user, params.slug, "configure");
        return save(deps, asked, environmentOf(deps.world, project, params.name), body);
      },
      { body: Fields },
    );
}

export type Found = { project: Project; environment: Environment };
/** What was sent and refused, if anything was. */
type Sent = { form?: SentForm; splitForm?: SentForm; notice?: string };

/** Branches have slashes, which a path holds encoded. */
export function environmentOf({ projects }: World, project: Project, name: string): Found {
  const wanted = decodeURIComponent(name);
  const environment = projects.environments(project).find((one) => one.name === wanted);
  if (!environment) throw notFound("environment");
  return { project, environment };
}

function save(deps: EnvironmentDeps, asked: Asked, found: Found, typed: TypedSettings): Promise<Response> {
  const { world, deployments } = deps;
  const { id } = found.environment;
  return submitted(
    asked.request,
    { ...typed, userPassword: "" },
    async () => {
      world.projects.setSettings(id, await readSettings(found.environment.settings, typed));
      await deployments.applySettings(found.environment);
      const saved = { ...found, environment: world.projects.environment(id) };
      return showTraffic(deps, asked, saved, { notice: "Saved. It counts from now on." });
    },
    (form) => showTraffic(deps, asked, found, { form }),
  );
}

const EVENTS = 8;

export async function showTraffic(
  { world }: EnvironmentDeps,
  asked: Asked,
  { project, environment }: Found,
  { form = EMPTY_FORM, splitForm = EMPTY_FORM, notice }: Sent,
): Promise<Response> {
  const page = asked.shell(`${project.name}: traffic`, notice);
  const state = {
    replicas: world.states.replicas(environment),
    asleepSince: world.states.asleepSince(environment.id),
  };
  const events = world.events.ofProject(project.id, 50).filter((event) => event.environment === environment.id);
  const environments = world.projects.environments(project);
  const split = await splitFacts(world, project, environment);
  const props = { project, environment, environments, state, events: events.slice(0, EVENTS), form, split, splitForm };
  const problem = form.problem ?? splitForm.problem;
  const url = environmentUrl(world, project, world.projects.production(project));
  return respond(asked.request, {
    page: () => projectPage(page, { project, url, tab: "traffic" }, trafficTab(page, props)),
    fragment: () => trafficTab(page, props),
    json: () => ({ environment: environment.name, settings: shownSettings(environment.settings), ...state, split }),
    status: problem?.status ?? 200,
  });
}
