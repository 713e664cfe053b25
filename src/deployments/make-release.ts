import { withScanFindings } from "../diagnosis/scan-findings.ts";
import { newId, shortId } from "../lib/ids.ts";
import { choosePlan, scanPart } from "../plans/choose.ts";
import type { AppPlan, Scan } from "../plans/plan.ts";
import type { Artifact } from "../runtimes/runtime.ts";
import type { Revision, SourceInput, Workspace } from "../sources/source.ts";
import type { Release } from "./deployment.ts";
import type { Run } from "./run.ts";

/** Brings the code of the deployment's input into its work folder and keeps it as a snapshot. */
export async function checkOut(run: Run, input: SourceInput): Promise<Workspace> {
  const { world, signal, log } = run;
  await world.host.files.remove(run.workFolder);
  await world.host.files.makeFolder(run.workFolder);
  const credential = world.projects.credential(run.project);
  const workspace = await world.fetchSource({ input, into: run.workFolder, credential, signal, log, keep: true });
  world.deployments.setRevision(run.deployment.id, workspace.revision);
  run.note(`Source: ${revisionWords(workspace.revision)} (${workspace.snapshot.files} files).`);
  return workspace;
}

function revisionWords(revision: Revision): string {
  switch (revision.kind) {
    case "commit":
      return `commit ${revision.sha.slice(0, 7)} “${revision.message.split("\n")[0]}” on ${revision.branch}`;
    case "upload":
      return `upload ${revision.fileName}`;
    case "example":
      return `example “${revision.name}”`;
  }
}

export async function scanWorkspace(run: Run, workspace: Workspace): Promise<Scan> {
  await restoreWorkspace(run, workspace);
  const { edits } = run.project;
  const tree = await run.world.readTree(workspace.folder);
  return withScanFindings(tree, scanPart(tree, edits.path, edits));
}

/** An attempt that goes on where an earlier one ended has no work folder yet. */
async function restoreWorkspace(run: Run, { folder, snapshot }: Workspace): Promise<void> {
  if (await run.world.host.files.exists(folder)) return;
  await run.world.snapshots.open(snapshot, folder);
}

/** The plan of the part that the project deploys, with what its people changed. */
export async function planWorkspace(run: Run, found: Scan): Promise<AppPlan> {
  const plan = choosePlan(found, run.project.edits);
  tellPlan(run, plan);
  return plan;
}

function tellPlan(run: Run, plan: AppPlan): void {
  const { runtime, framework, kind, facts, findings, imports } = plan;
  run.note(
    `Detected ${framework ?? plan.language} (${kind}) on ${runtime.name} ${runtime.version}, from ${runtime.from}.`,
  );
  for (const { name, value, file, line } of facts)
    run.note(`  ${name}: ${value}  ← ${line > 0 ? `${file}:${line}` : file}`);
  for (const { file, line, name, verdict, why } of imports) run.note(`  ${file}:${line} ${name}: ${verdict}. ${why}`);
  for (const { level, title, fix } of findings) run.note(`${level === "info" ? "Note" : "Warning"}: ${title} ${fix}`);
}

export async function buildArtifact(run: Run, workspace: Workspace, plan: AppPlan): Promise<Artifact> {
  const { world, project, environment, labels, name, signal, log } = run;
  await restoreWorkspace(run, workspace);
  const artifact = await world.runtime.build({
    ...{ labels, name, plan, signal, log },
    claim: (folder) => world.deployments.claimFolder(run.deployment.id, folder),
    onWait: (reason) => run.waitFor(reason),
    workspace: workspace.folder,
    variables: { ...world.variables.valuesFor(project.id, environment.kind, "build"), ...plan.values },
    limits: world.config.limits,
  });
  if (artifact.kind === "site") tellTwin(run, artifact);
  return artifact;
}

function tellTwin(run: Run, site: Artifact): void {
  const twin = run.world.releases.newestWith(run.project.id, site);
  if (twin !== null) run.note(`These are the files of release ${shortId(twin)}: they are kept once.`);
}

type Made = { workspace: Workspace; plan: AppPlan; artifact: Artifact };

/** The release of this deployment, out of what was just built. */
export function keepRelease(run: Run, { workspace, plan, artifact }: Made): Release {
  const { revision, snapshot } = workspace;
  const recipe = run.world.runtime.recipe(plan, run.project.id, artifact);
  return addRelease(run, { plan, artifact, revision, snapshot, recipe });
}

/** A release out of what an older one was built into, with the variables and names of now. */
export function renewRelease(run: Run, { plan, artifact, revision, snapshot, recipe }: Release): Release {
  run.world.deployments.setRevision(run.deployment.id, revision);
  return addRelease(run, { plan, artifact, revision, snapshot, recipe });
}

/** Made once, however often the pipeline resumes. */
function addRelease(run: Run, built: Pick<Release, "plan" | "artifact" | "revision" | "snapshot" | "recipe">): Release {
  const { world, deployment, project, environment } = run;
  const kept = world.releases.ofDeployment(deployment.id);
  if (kept) return kept;
  const release = world.releases.add({
    ...built,
    id: newId(world.host.now()),
    deployment: deployment.id,
    project: project.id,
    environment: environment.id,
    variables: { ...world.variables.valuesFor(project.id, environment.kind, "run"), ...built.plan.values },
    hostnames: world.hostnames.ofOwner(environment.id),
    createdAt: world.host.now(),
  });
  run.note(`Release ${shortId(release.id)} is made: ${release.hash.slice(0, 12)}.`);
  return release;
}
