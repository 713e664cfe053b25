import type { JobHandler } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import { AppError, notFound } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import type { Environment, Project } from "../projects/project.ts";
import { checkBranch } from "../sources/git-source.ts";
import type { Revision } from "../sources/source.ts";
import { admit } from "./admit.ts";
import { applySettings } from "./apply-settings.ts";
import { checkPercent, refuseAlone } from "./canary.ts";
import { environmentFor, inputAgain, inputOf } from "./deploy-input.ts";
import {
  DEPLOYMENT_JOB,
  type Deployment,
  type DeploymentState,
  firstStage,
  hasEnded,
  type Release,
} from "./deployment.ts";
import type { NewDeployment } from "./deployment-store.ts";
import { refuseWhenFull } from "./disk-gate.ts";
import { nothingLive, releaseGone } from "./release-errors.ts";
import { removeProjectObjects } from "./remove.ts";
import { claimHostname } from "./routing.ts";
import { abandonDeployment, runDeployment } from "./runner.ts";
import type { World } from "./world.ts";

export type StartOptions = {
  /** The name of who started it, for people to read. */
  startedBy: string;
  /** Only for uploads: which one. Other sources are fetched anew. */
  upload?: { id: string; fileName: string };
  /** A branch other than the project's own makes a preview. */
  branch?: string;
  /** How many of a hundred visitors get it until somebody decides. */
  canary?: number;
};

type TryOut = Required<Pick<NewDeployment, "input" | "startedBy" | "canary" | "split">> & { revision: Revision };

/** Starts, cancels and repeats deployments. They run as jobs, one at a time for each environment. */
export class Deployments {
  readonly #world: World;
  readonly #jobs: JobStore;
  readonly #wake: () => void;
  readonly #running = new Map<string, { controller: AbortController; done: Promise<void> }>();

  constructor(options: { world: World; jobs: JobStore; wake: () => void }) {
    this.#world = options.world;
    this.#jobs = options.jobs;
    this.#wake = options.wake;
  }

  /** Deploys the project's source as it is now. */
  async start(project: Project, { startedBy, upload, ...wish }: StartOptions): Promise<Deployment> {
    const branch = wish.branch === undefined ? undefined : checkBranch(wish.branch);
    const source = inputOf(project.source, upload, branch);
    const environment = environmentFor(this.#world, project, branch);
    const input = { kind: "source", source } as const;
    const canary = wish.canary === undefined ? null : checkPercent(wish.canary);
    const alone = canary === null ? null : refuseAlone(environment);
    if (alone) throw alone;
    return this.#enqueue(project, environment, { trigger: "deploy", input, startedBy, canary });
  }

  /** Builds the same code again, with the variables and settings of now. */
  async redeploy(deployment: Deployment, startedBy: string): Promise<Deployment> {
    const { project, environment } = this.#placeOf(deployment);
    const input = inputAgain(this.#world, deployment, this.release(deployment));
    return this.#enqueue(project, environment, { trigger: "redeploy", input, startedBy });
  }

  /** Brings the release of a deployment back, as it was: no build, its own variables. Throws when it is not kept any more. */
  async rollBack(deployment: Deployment, startedBy: string): Promise<Deployment> {
    const { project, environment } = this.#placeOf(deployment);
    const release = this.release(deployment);
    if (!release || !(await this.#world.runtime.artifactExists(release.artifact))) throw releaseGone();
    const input = { kind: "release", release: release.id } as const;
    return this.#enqueue(project, environment, { trigger: "rollback", input, startedBy }, release.revision);
  }

  /** Gives a share of an environment's visitors to what is built already, as side B of an A/B split. */
  tryOut(environment: Environment, { revision, ...wish }: TryOut): Promise<Deployment> {
    const project = this.#world.projects.get(environment.project);
    return this.#enqueue(project, environment, { trigger: "deploy", ...wish }, revision);
  }

  /** Starts what is live anew, with the variables of now and without a build; by the same way as any other change. */
  async restart(environment: Environment, startedBy: string): Promise<Deployment> {
    const project = this.#world.projects.get(environment.project);
    const release = environment.release === null ? null : this.#world.releases.find(environment.release);
    if (!release) throw nothingLive();
    if (!(await this.#world.runtime.artifactExists(release.artifact))) throw releaseGone();
    const input = { kind: "restart", release: release.id } as const;
    return this.#enqueue(project, environment, { trigger: "restart", input, startedBy });
  }

  /** Ends a deployment before traffic goes to it. Throws when it has ended already. */
  cancel(deployment: Deployment): void {
    const { deployments, bell, host } = this.#world;
    if (hasEnded(deployment.state)) {
      throw new AppError({ code: "has_ended", status: 409, summary: "This deployment has already ended." });
    }
    const { id } = deployment;
    const { state } = deployments.get(id);
    // What has begun may have started things: its job ends those first, at the next start if need be.
    const next: DeploymentState = state.name === "running" ? { ...state, cancelled: true } : { name: "cancelled" };
    deployments.setState(id, next, host.now());
    this.#running.get(id)?.controller.abort("cancelled");
    bell.ring(deployment.id);
  }

  /** Lets an environment's settings count at once. */
  applySettings({ id }: Environment): Promise<void> {
    return applySettings(this.#world, id);
  }

  find(project: Project, id: string): Deployment {
    const deployment = this.#world.deployments.find(id);
    if (deployment?.project !== project.id) throw notFound("deployment");
    return deployment;
  }

  release(deployment: Deployment): Release | null {
    const { releases } = this.#world;
    const { input } = deployment;
    return input.kind === "release" ? releases.find(input.release) : releases.ofDeployment(deployment.id);
  }

  /** Everything the project owns goes: services, networks, artifacts, routes, logs, rows. */
  async removeProject(project: Project): Promise<void> {
    for (const deployment of this.#world.deployments.unfinished(project.id)) {
      this.cancel(deployment);
      await this.#running.get(deployment.id)?.done;
    }
    await removeProjectObjects(this.#world, project);
  }

  /** What the worker calls. Its signal aborts when AutoStack stops; the deployment then resumes at the next start. */
  readonly handler: JobHandler = async ({ payload }, stopping, place) => {
    const deployment = await admit(this.#world, payload);
    if (!deployment) return;
    const controller = new AbortController();
    if (deployment.state.name === "running" && deployment.state.cancelled) controller.abort("cancelled");
    // From here on it has begun, and a newer deployment no longer replaces it.
    else this.#begin(deployment);
    const stop = () => controller.abort("stopping");
    stopping.addEventListener("abort", stop);
    const { signal } = controller;
    const done = runDeployment(this.#world, deployment, { signal, place }).finally(() => {
      stopping.removeEventListener("abort", stop);
      this.#running.delete(deployment.id);
    });
    this.#running.set(deployment.id, { controller, done });
    await done;
  };

  #begin(deployment: Deployment): void {
    const { deployments, host } = this.#world;
    deployments.setState(deployment.id, { name: "running", stage: firstStage(deployment) }, host.now());
  }

  /** What the worker calls when AutoStack ended again and again in the middle of this. */
  async giveUp(id: string): Promise<void> {
    const deployment = this.#world.deployments.find(id);
    if (deployment && !hasEnded(deployment.state)) await abandonDeployment(this.#world, deployment);
  }

  async #enqueue(
    project: Project,
    environment: Environment,
    wish: Omit<NewDeployment, "id" | "project" | "environment" | "createdAt">,
    revision: Revision | null = null,
  ): Promise<Deployment> {
    const { deployments, host } = this.#world;
    await this.#checkMachine();
    claimHostname({ world: this.#world, project, environment });
    const createdAt = host.now();
    const id = newId(createdAt);
    const place = { project: project.id, environment: environment.id };
    // A deployment without its job would wait for ever.
    this.#jobs.together(() => {
      const deployment = deployments.add({ id, ...place, ...wish, createdAt });
      if (revision) deployments.setRevision(id, revision);
      this.#supersedeQueued(environment, deployment);
      this.#jobs.add({ kind: DEPLOYMENT_JOB, subject: environment.id, payload: id }, createdAt);
    });
    this.#wake();
    return deployments.get(id);
  }

  /** A newer deployment makes those pointless that have not begun. */
  #supersedeQueued(environment: Environment, newer: Deployment): void {
    const { deployments, bell, host } = this.#world;
    for (const { id } of deployments.inState(environment.id, "queued")) {
      if (id === newer.id) continue;
      deployments.setState(id, { name: "superseded", by: newer.id }, host.now());
      bell.ring(id);
    }
  }

  /** Refuses before anything is written what the machine cannot do now. */
  async #checkMachine(): Promise<void> {
    const problem = await this.#world.runtime.problem();
    if (problem !== null) {
      const hint = "Start it, or set AUTOSTACK_RUNTIME=process to run without it. Nothing was changed.";
      throw new AppError({ code: "no_runtime", status: 503, summary: problem, hint });
    }
    await refuseWhenFull(this.#world);
  }

  #placeOf(of: { project: string; environment: string }) {
    const { projects } = this.#world;
    return { project: projects.get(of.project), environment: projects.environment(of.environment) };
  }
}
