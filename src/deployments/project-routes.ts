import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { dashboardBody, dashboardPage, type HealthFact } from "../../views/pages/dashboard.ts";
import { projectPage } from "../../views/pages/project.ts";
import { deploymentsTab } from "../../views/pages/project-deployments.ts";
import { overviewTab } from "../../views/pages/project-overview.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import { notFound } from "../lib/errors.ts";
import type { Project } from "../projects/project.ts";
import type { Uploads } from "../sources/uploads.ts";
import type { Deployments } from "./deployments.ts";
import { dashboardCards, deploymentItems, environmentUrl, overviewOf } from "./shown.ts";
import type { World } from "./world.ts";

export type ProjectDeps = {
  visits: Visits;
  world: World;
  deployments: Deployments;
  uploads: Uploads;
  health: () => Promise<HealthFact[]>;
};

const PAGE_SIZE = 50;
const ACTIVITY_ROWS = 15;
const optional = t.Optional(t.String());
/** A form says nothing in it when everybody is to get the new version. */
const Canary = t.Optional(t.Union([t.Numeric(), t.Literal("")]));

/** The dashboard, and a project's overview and deployments. */
export function projectRoutes(deps: ProjectDeps) {
  const { world } = deps;
  const pages = new ProjectPages(deps);
  return new Elysia()
    .use(signedIn(deps.visits))
    .get("/dashboard", (asked) => pages.dashboard(asked))
    .get("/projects", (asked) => pages.dashboard(asked))
    .get("/projects/:slug", ({ params, ...asked }) =>
      pages.overview(asked, world.projects.find(asked.visitor.user, params.slug, "see")),
    )
    .get(
      "/projects/:slug/deployments",
      ({ params, query, ...asked }) =>
        pages.list(asked, world.projects.find(asked.visitor.user, params.slug, "see"), EMPTY_FORM, query.before),
      { query: t.Object({ before: t.Optional(t.Numeric()) }) },
    )
    .post(
      "/projects/:slug/deployments",
      ({ params, body, ...asked }) =>
        pages.start(asked, world.projects.find(asked.visitor.user, params.slug, "deploy"), body ?? {}),
      {
        body: t.Optional(t.Object({ upload: optional, fileName: optional, branch: optional, canary: Canary })),
      },
    )
    .post(
      "/projects/:slug/restart",
      ({ params, body, ...asked }) =>
        pages.restart(asked, world.projects.find(asked.visitor.user, params.slug, "deploy"), body?.environment),
      { body: t.Optional(t.Object({ environment: optional })) },
    )
    .post(
      "/projects/:slug/deployments/upload",
      ({ params, body, ...asked }) =>
        pages.upload(asked, world.projects.find(asked.visitor.user, params.slug, "deploy"), body),
      { body: t.Object({ file: t.File(), project: optional, canary: Canary }) },
    );
}

type Wish = {
  upload?: string | undefined;
  fileName?: string | undefined;
  branch?: string | undefined;
  canary?: number | "" | undefined;
};

class ProjectPages {
  readonly #deps: ProjectDeps;

  constructor(deps: ProjectDeps) {
    this.#deps = deps;
  }

  async dashboard({ request, visitor, shell }: Asked): Promise<Response> {
    const { world, health } = this.#deps;
    const page = shell("Projects");
    const cards = dashboardCards(world, visitor.user);
    const byId = new Map(cards.map(({ project }) => [project.id, project]));
    const activity = world.deployments.ofUser(visitor.user.id, ACTIVITY_ROWS).flatMap((deployment) => {
      const project = byId.get(deployment.project);
      return project ? [{ project, deployment }] : [];
    });
    const props = { cards, activity, health: await health() };
    return respond(request, {
      page: () => dashboardPage(page, props),
      fragment: () => dashboardBody(page, props),
      json: () => ({ projects: cards }),
    });
  }

  overview({ request, shell }: Asked, project: Project): Response {
    const page = shell(project.name);
    const props = overviewOf(this.#deps.world, project);
    const url = props.production?.url ?? null;
    return respond(request, {
      page: () => projectPage(page, { project, url, tab: "overview" }, overviewTab(page, props)),
      fragment: () => overviewTab(page, props),
      json: () => ({
        project,
        url,
        live: props.production?.deployment ?? null,
        latest: props.recent[0]?.deployment ?? null,
        rollback: props.rollback,
      }),
    });
  }

  list({ request, shell }: Asked, project: Project, form: SentForm, before?: number): Response {
    const { world } = this.#deps;
    const page = shell(`${project.name}: deployments`);
    const items = deploymentItems(world, project, PAGE_SIZE, before);
    const last = items.length === PAGE_SIZE ? items.at(-1)?.deployment.number : undefined;
    const props = {
      ...{ project, items, form },
      uploadLimitBytes: world.config.limits.uploadBytes,
      canTry: world.projects.production(project).release !== null,
      older: last === undefined || last === 1 ? null : `/projects/${project.slug}/deployments?before=${last}`,
    };
    const url = environmentUrl(world, project, world.projects.production(project));
    return respond(request, {
      page: () => projectPage(page, { project, url, tab: "deployments" }, deploymentsTab(page, props)),
      fragment: () => deploymentsTab(page, props),
      json: () => ({ deployments: items.map(({ deployment, ...rest }) => ({ ...deployment, ...rest })) }),
      status: form.problem?.status ?? 200,
    });
  }

  start(asked: Asked, project: Project, { upload, fileName = "upload", branch, canary }: Wish): Promise<Response> {
    const { deployments, uploads } = this.#deps;
    return submitted(
      asked.request,
      {},
      async () => {
        // Only who sent an upload may deploy it.
        const given = upload ? { upload: { id: uploads.find(upload, asked.visitor.user.id).id, fileName } } : {};
        const startedBy = asked.visitor.user.name;
        const deployment = await deployments.start(project, {
          startedBy,
          ...given,
          ...(branch && { branch }),
          ...(canary && { canary }),
        });
        return respond(asked.request, {
          page: () => seeOther(`/projects/${project.slug}/deployments/${deployment.id}`),
          json: () => ({ deployment }),
          status: 201,
        });
      },
      (form) => this.list(asked, project, form),
    );
  }

  async restart(asked: Asked, project: Project, name = "production"): Promise<Response> {
    const { world, deployments } = this.#deps;
    const environment = world.projects.environments(project).find((found) => found.name === name);
    if (!environment) throw notFound("environment");
    const deployment = await deployments.restart(environment, asked.visitor.user.name);
    return respond(asked.request, {
      page: () => seeOther(`/projects/${project.slug}/deployments/${deployment.id}`),
      json: () => ({ deployment }),
      status: 201,
    });
  }

  /** For browsers without JavaScript; with it the file goes to `PUT /uploads`. */
  upload(asked: Asked, project: Project, { file, canary }: { file: File } & Pick<Wish, "canary">): Promise<Response> {
    return submitted(
      asked.request,
      {},
      async () => {
        const incoming = { stream: file.stream(), fileName: file.name, declaredBytes: file.size };
        const upload = await this.#deps.uploads.receive({
          ...incoming,
          team: project.team,
          user: asked.visitor.user.id,
        });
        return this.start(asked, project, { upload: upload.id, fileName: upload.fileName, canary });
      },
      (form) => this.list(asked, project, form),
    );
  }
}
