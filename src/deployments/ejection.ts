import { applyEdits } from "../plans/edits.ts";
import { type Ejection, eject } from "../plans/generators.ts";
import type { AppPlan } from "../plans/plan.ts";
import type { Project } from "../projects/project.ts";
import type { Artifact, BaseImages } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import type { World } from "./world.ts";

type Known = Pick<World, "projects" | "releases" | "deployments" | "config">;

/** What a project is run with elsewhere; `null` before anything was found in its source. */
export function ejectionOf(world: Known, project: Project): Ejection | null {
  const newest = newestRelease(world, project);
  const plan = newest?.plan ?? foundPlan(world, project);
  const source = project.source.kind === "git" ? "git" : "upload";
  const place = {
    name: project.slug,
    server: world.config.publicUrl,
    source,
    branch: branchOf(project, newest),
  } as const;
  return plan && eject({ ...place, plan, bases: basesOf(newest?.artifact) });
}

/** Production's first. */
function newestRelease(world: Known, project: Project): Release | null {
  for (const { id } of world.projects.environments(project)) {
    const [newest] = world.releases.ofEnvironment(id);
    if (newest) return newest;
  }
  return null;
}

/** A repository's default branch is known once it was fetched. */
function branchOf({ source }: Project, newest: Release | null): string | null {
  if (source.kind !== "git") return null;
  return source.branch ?? (newest?.revision.kind === "commit" ? newest.revision.branch : null);
}

const basesOf = (artifact: Artifact | undefined): BaseImages =>
  artifact && artifact.kind !== "folder" ? (artifact.bases ?? {}) : {};

/** What the last scan found, as it would be built. */
function foundPlan(world: Known, project: Project): AppPlan | null {
  const detected = detectedPlan(world, project);
  return detected && applyEdits(detected, project.edits);
}

/** What the last scan found for the project's part of the source, before anybody changed it. */
export function detectedPlan(world: Pick<World, "deployments">, project: Project): AppPlan | null {
  const apps = world.deployments.lastScan(project.id)?.apps ?? [];
  return apps.find(({ path }) => path === project.edits.path) ?? apps[0] ?? null;
}
