import { Elysia } from "elysia";
import { callout } from "../views/components.ts";
import { errorPage } from "../views/pages/error.ts";
import { landingRoutes } from "./accounts/landing-routes.ts";
import { accountRoutes } from "./accounts/routes.ts";
import type { App } from "./app.ts";
import { deploymentRoutes } from "./deployments/deployment-routes.ts";
import { ejectRoutes } from "./deployments/eject-routes.ts";
import { detectedPlan } from "./deployments/ejection.ts";
import { environmentRoutes } from "./deployments/environment-routes.ts";
import { boxHealth } from "./deployments/health.ts";
import { Launcher } from "./deployments/launch.ts";
import { newRoutes } from "./deployments/new-routes.ts";
import { projectRoutes } from "./deployments/project-routes.ts";
import { releaseRoutes } from "./deployments/release-routes.ts";
import { runtimeLogRoutes } from "./deployments/runtime-log-routes.ts";
import { settingsRoutes } from "./deployments/settings-routes.ts";
import { environmentUrl } from "./deployments/shown.ts";
import { splitRoutes } from "./deployments/split-routes.ts";
import { uploadRoutes } from "./deployments/upload-routes.ts";
import type { EmbeddedEdge } from "./edge/embedded.ts";
import { readMachine } from "./host/machine.ts";
import { api } from "./http/api.ts";
import { errorAnswers } from "./http/errors.ts";
import { limitBody } from "./http/limit-body.ts";
import { sameOrigin } from "./http/same-origin.ts";
import { staticFiles } from "./http/static.ts";
import { Visits } from "./http/visits.ts";
import { assetPath } from "./lib/assets.ts";
import { VERSION } from "./lib/version.ts";
import { envExample } from "./plans/env-example.ts";
import type { Project } from "./projects/project.ts";
import { variableRoutes } from "./projects/variable-routes.ts";
import { EXAMPLES } from "./sources/examples.ts";
import { teamRoutes } from "./teams/routes.ts";

/** The dashboard and its API. `handle` of the result answers a request without a server, as tests do. */
export async function makeWeb(app: App) {
  const { config, accounts, projects } = app;
  const visits = new Visits({
    ...{ accounts, config, version: VERSION, now: app.host.now },
    problem: () => app.comeback.waitsFor,
    projectsOf: (user) => projects.ofUser(user).map(({ slug, name }) => ({ slug, name })),
  });
  const deps = { ...app, visits };
  const web = new Elysia();
  return web
    .onRequest(api((request) => web.handle(request)))
    .onRequest(sameOrigin(config))
    .onRequest(limitBody({ streamed: ["/uploads"], formFiles: ["/new/upload", "/deployments/upload"] }))
    .use(errorAnswers({ visits, page: errorPage, toast: ({ summary, hint }) => callout("error", summary, hint) }))
    .use(await staticFiles(assetPath("public")))
    .use(landingRoutes(deps))
    .use(accountRoutes(deps))
    .use(teamRoutes(deps))
    .use(projectPages(deps));
}

function projectPages(deps: App & { visits: Visits }) {
  const { world, config } = deps;
  const launcher = new Launcher(deps);
  const newDeps = { ...deps, launcher, examples: EXAMPLES, uploadLimitBytes: config.limits.uploadBytes };
  const planOf = (project: Project) => detectedPlan(world, project);
  return new Elysia()
    .use(newRoutes(newDeps))
    .use(uploadRoutes(newDeps))
    .use(projectRoutes({ ...deps, health: () => boxHealth(world, readMachine) }))
    .use(deploymentRoutes(deps))
    .use(releaseRoutes(deps))
    .use(runtimeLogRoutes(deps))
    .use(settingsRoutes(deps))
    .use(ejectRoutes(deps))
    .use(environmentRoutes(deps))
    .use(splitRoutes(deps))
    .use(
      variableRoutes({
        ...deps,
        urlOf: (project) => environmentUrl(world, project, deps.projects.production(project)),
        wantedBy: (project) => planOf(project)?.variables ?? [],
        envExample,
      }),
    );
}

/** Seconds without a byte after which a connection is closed; event streams send something every 15. */
const IDLE_SECONDS = 60;

/** Listens on the dashboard's port; with the embedded edge the apps' requests come in here too. */
export async function serveHttp(app: App, edge: EmbeddedEdge | null) {
  const web = await makeWeb(app);
  const server = Bun.serve({
    port: app.config.port,
    hostname: app.config.address,
    idleTimeout: IDLE_SECONDS,
    development: false,
    // Bodies are limited where they are read: uploads as they stream, everything else before it is parsed.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, server) => edge?.handle(request, server as never) ?? web.handle(request),
    websocket: edge?.websocket ?? { message: () => {} },
  } as Bun.Serve.Options<never>);
  web.server = server as typeof web.server;
  return server;
}
