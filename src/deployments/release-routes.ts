import { Elysia, t } from "elysia";
import { comparePage } from "../../views/pages/compare.ts";
import { signedIn } from "../http/guard.ts";
import { respond } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import { AppError, invalid } from "../lib/errors.ts";
import type { Project } from "../projects/project.ts";
import type { Deployment, Release } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { diffReleases } from "./release-diff.ts";
import { revisionsBetween, rollbackWarnings } from "./smart-rollback.ts";
import type { World } from "./world.ts";

export type ReleaseDeps = { visits: Visits; world: World; deployments: Deployments };
type Wish = { from: string; to?: string | undefined };

/** Two releases side by side: from the one of a deployment to that of another, or to what is live. */
export function releaseRoutes(deps: ReleaseDeps) {
  return new Elysia()
    .use(signedIn(deps.visits))
    .get("/projects/:slug/compare", ({ params, query, ...asked }) => compare(deps, asked, params.slug, query), {
      query: t.Object({ from: t.String(), to: t.Optional(t.String()) }),
    });
}

function compare(deps: ReleaseDeps, asked: Asked, slug: string, wish: Wish): Response {
  const { world } = deps;
  const project = world.projects.find(asked.visitor.user, slug, "see");
  const from = sideOf(deps, project, wish.from);
  const to = sideOf(deps, project, wish.to ?? liveBeside(world, from.deployment));
  const diff = diffReleases(from.release, to.release);
  const revisions = diff.code === null ? [] : revisionsBetween(world, from.release, to.release);
  const warnings = rollbackWarnings(world, from.release);
  const shell = asked.shell(`#${from.deployment.number} and #${to.deployment.number} of ${project.name}`);
  return respond(asked.request, {
    page: () => comparePage(shell, { project, from, to, diff, revisions, warnings }),
    json: () => ({ from: described(from), to: described(to), ...diff, revisions }),
  });
}

type Side = { deployment: Deployment; release: Release };

function sideOf({ deployments }: ReleaseDeps, project: Project, id: string): Side {
  const deployment = deployments.find(project, id);
  const release = deployments.release(deployment);
  if (release) return { deployment, release };
  throw new AppError({
    code: "release_gone",
    status: 409,
    summary: `Deployment #${deployment.number} has no release to compare: it made none, or it is not kept any more.`,
    hint: "Compare another one.",
  });
}

function liveBeside({ projects }: World, { environment }: Deployment): string {
  const { deployment } = projects.environment(environment);
  if (deployment === null) throw invalid("to", "Nothing is live to compare with.", "Name another deployment in `to`.");
  return deployment;
}

/** Without the release's variables: their values are nobody's to see. */
function described({ deployment, release }: Side) {
  const { id, hash, artifact, hostnames, revision, createdAt } = release;
  return {
    deployment: { id: deployment.id, number: deployment.number },
    release: { id, hash, artifact, hostnames, revision, createdAt },
  };
}
