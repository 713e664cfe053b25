import { invalid } from "../lib/errors.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Source, SourceInput, Workspace } from "../sources/source.ts";
import type { Deployment, DeploymentInput, Release } from "./deployment.ts";
import type { World } from "./world.ts";

/** What a deployment of the source as it is now begins with. */
export function inputOf(
  source: Source,
  upload: { id: string; fileName: string } | undefined,
  branch: string | undefined,
): SourceInput {
  switch (source.kind) {
    case "git":
      return { ...source, branch: branch ?? source.branch };
    case "example":
      return source;
    case "upload":
      if (!upload)
        throw invalid("file", "This project is deployed from an upload, and none came.", "Choose a zip file.");
      return { kind: "upload", upload: upload.id, fileName: upload.fileName };
  }
}

/** Production for the project's own branch, a preview for any other. */
export function environmentFor({ projects, config }: World, project: Project, branch: string | undefined): Environment {
  if (branch === undefined || branch === productionBranch(project.source)) return projects.production(project);
  if (config.baseDomain === null) {
    throw invalid(
      "branch",
      "Previews need names of their own, and this server has no base domain.",
      "Set AUTOSTACK_BASE_DOMAIN.",
    );
  }
  return projects.preview(project, branch);
}

/** The code of a deployment once more: as it was kept, where it got that far. */
export function inputAgain({ deployments }: World, deployment: Deployment, release: Release | null): DeploymentInput {
  if (release) return fromSnapshot(release);
  const checkedOut = deployments
    .stages(deployment.id)
    .find(({ stage, result }) => stage === "source" && result !== null);
  return checkedOut?.result ? fromSnapshot(JSON.parse(checkedOut.result) as Workspace) : deployment.input;
}

function fromSnapshot({ snapshot, revision }: Pick<Workspace, "snapshot" | "revision">): DeploymentInput {
  return { kind: "source", source: { kind: "snapshot", snapshot, revision } };
}

function productionBranch(source: Source): string | null {
  return source.kind === "git" ? source.branch : null;
}
