import { Elysia, t } from "elysia";
import { deploymentEventLines, deploymentEventState, deploymentStatus, END_EVENT } from "../../views/deployment.ts";
import { deploymentPage } from "../../views/pages/deployment.ts";
import { eventStream, type ServerEvent } from "../http/events.ts";
import { signedIn } from "../http/guard.ts";
import { wantsJson } from "../http/request.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import type { Permission } from "../teams/team.ts";
import { abortCanary, changeCanary, promoteCanary } from "./canary.ts";
import { type Deployment, hasEnded, type LogLine } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { type DeploymentFacts, deploymentFacts } from "./shown.ts";
import type { World } from "./world.ts";

export type DeploymentDeps = { visits: Visits; world: World; deployments: Deployments };
type Params = { slug: string; id: string };

/** One deployment: its page, its live log, and what can be done with it. */
export function deploymentRoutes(deps: DeploymentDeps) {
  const pages = new DeploymentPages(deps);
  const base = "/projects/:slug/deployments/:id";
  return new Elysia()
    .use(signedIn(deps.visits))
    .get(base, ({ params, ...asked }) => pages.show(asked, params))
    .get(`${base}/log`, ({ params, ...asked }) => pages.download(asked, params))
    .get(`${base}/events`, ({ params, query, ...asked }) => pages.follow(asked, params, query.after), {
      query: t.Object({ after: t.Optional(t.Numeric({ minimum: 0 })) }),
    })
    .post(`${base}/promote`, ({ params, ...asked }) => pages.promote(asked, params))
    .post(`${base}/canary`, ({ params, body, ...asked }) => pages.share(asked, params, body.percent), {
      body: t.Object({ percent: t.Numeric() }),
    })
    .post(`${base}/cancel`, ({ params, ...asked }) => pages.cancel(asked, params))
    .post(`${base}/redeploy`, ({ params, ...asked }) => pages.redeploy(asked, params))
    .post(`${base}/rollback`, ({ params, ...asked }) => pages.rollBack(asked, params));
}

class DeploymentPages {
  readonly #deps: DeploymentDeps;

  constructor(deps: DeploymentDeps) {
    this.#deps = deps;
  }

  async show(asked: Asked, params: Params): Promise<Response> {
    const { world } = this.#deps;
    const facts = await this.#facts(asked, params);
    const { deployment } = facts;
    const shell = asked.shell(`Deployment #${deployment.number} of ${facts.project.name}`);
    const release = this.#deps.deployments.release(deployment);
    const lines = await world.logs.read(deployment.id);
    return respond(asked.request, {
      page: () => deploymentPage(shell, { ...facts, release, lines }),
      fragment: () => deploymentStatus({ ...facts, release }, shell.now),
      json: () => facts,
    });
  }

  async download(asked: Asked, params: Params): Promise<Response> {
    const { deployment, project } = this.#find(asked, params, "see");
    const lines = await this.#deps.world.logs.read(deployment.id);
    const text = lines
      .map(({ at, stage, text }) => `${new Date(at).toISOString()} ${stage.padEnd(6)} ${text}\n`)
      .join("");
    const name = `${project.slug}-${deployment.number}.log`;
    return new Response(text, {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "x-content-type-options": "nosniff",
      },
    });
  }

  /** The live log. A browser that reconnects says what it has seen, and gets exactly what came after. */
  follow(asked: Asked, params: Params, after = 0): Response {
    const { deployment } = this.#find(asked, params, "see");
    const asJson = wantsJson(asked.request);
    return eventStream(asked.request, (signal, lastEventId) => {
      const seen = /^\d+$/.test(lastEventId ?? "") ? Number(lastEventId) : after;
      return this.#events(deployment.id, { params, asked, seen, signal, asJson });
    });
  }

  async *#events(
    id: string,
    {
      params,
      asked,
      seen,
      signal,
      asJson,
    }: { params: Params; asked: Asked; seen: number; signal: AbortSignal; asJson: boolean },
  ): AsyncGenerator<ServerEvent> {
    const { world } = this.#deps;
    const isOver = () => hasEnded(world.deployments.get(id).state);
    let shown = "";
    for await (const lines of world.logs.follow(id, seen, isOver, signal)) {
      yield* lineEvents(lines, asJson);
      const facts = await this.#facts(asked, params);
      const state = JSON.stringify([facts.deployment.state, facts.stages]);
      if (state !== shown) yield this.#stateEvent(facts, asJson);
      shown = state;
    }
    yield { event: END_EVENT, data: "end" };
  }

  #stateEvent(facts: DeploymentFacts, asJson: boolean): ServerEvent {
    if (asJson) return { event: "state", data: JSON.stringify(facts) };
    const { world, deployments } = this.#deps;
    const view = { ...facts, release: deployments.release(facts.deployment) };
    return { data: deploymentEventState(view, world.host.now()) };
  }

  promote(asked: Asked, params: Params): Response {
    const { deployment } = this.#find(asked, params, "deploy");
    promoteCanary(this.#deps.world, deployment);
    return this.#goTo(asked, params.slug, this.#deps.world.deployments.get(deployment.id));
  }

  async share(asked: Asked, params: Params, percent: number): Promise<Response> {
    const { deployment } = this.#find(asked, params, "deploy");
    await changeCanary(this.#deps.world, deployment, percent);
    return this.#goTo(asked, params.slug, this.#deps.world.deployments.get(deployment.id));
  }

  async cancel(asked: Asked, params: Params): Promise<Response> {
    const { deployment } = this.#find(asked, params, "deploy");
    if (deployment.state.name === "canary") await abortCanary(this.#deps.world, deployment);
    else this.#deps.deployments.cancel(deployment);
    return this.#goTo(asked, params.slug, this.#deps.world.deployments.get(deployment.id));
  }

  async redeploy(asked: Asked, params: Params): Promise<Response> {
    const { deployment } = this.#find(asked, params, "deploy");
    const again = await this.#deps.deployments.redeploy(deployment, asked.visitor.user.name);
    return this.#goTo(asked, params.slug, again);
  }

  async rollBack(asked: Asked, params: Params): Promise<Response> {
    const { deployment } = this.#find(asked, params, "deploy");
    const { warnings } = await this.#facts(asked, params);
    const back = await this.#deps.deployments.rollBack(deployment, asked.visitor.user.name);
    return this.#goTo(asked, params.slug, back, { warnings });
  }

  #goTo({ request }: Asked, slug: string, deployment: Deployment, more: { warnings?: string[] } = {}): Response {
    return respond(request, {
      page: () => seeOther(`/projects/${slug}/deployments/${deployment.id}`),
      json: () => ({ deployment, ...more }),
      status: 201,
    });
  }

  #facts(asked: Asked, params: Params): Promise<DeploymentFacts> {
    const { project, deployment } = this.#find(asked, params, "see");
    return deploymentFacts(this.#deps.world, project, deployment);
  }

  #find({ visitor }: Asked, { slug, id }: Params, permission: Permission) {
    const { world, deployments } = this.#deps;
    const project = world.projects.find(visitor.user, slug, permission);
    return { project, deployment: deployments.find(project, id) };
  }
}

/** A page takes a batch of lines as one message, the API each by itself. */
function lineEvents(lines: LogLine[], asJson: boolean): ServerEvent[] {
  const last = lines.at(-1);
  if (!last) return [];
  if (asJson) return lines.map((line) => ({ event: "line", id: line.id, data: JSON.stringify(line) }));
  return [{ id: last.id, data: deploymentEventLines(lines) }];
}
