import { join } from "node:path";
import { shortId } from "../lib/ids.ts";
import { formatDuration } from "../lib/time.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Labels, LogSink } from "../runtimes/runtime.ts";
import { type Deployment, firstStage, type Stage } from "./deployment.ts";
import type { LogWriter } from "./log.ts";
import { masker } from "./mask.ts";
import type { World } from "./world.ts";

/** Stages from here on look at the machine, not at a kept result: they are run again after a crash, and find what is there. */
const REPEATED: ReadonlySet<Stage> = new Set<Stage>(["start", "probe", "route", "retire"]);

type RunLog = Pick<LogWriter, "write" | "close">;
const SILENT: RunLog = { write: () => undefined, close: () => Promise.resolve() };

/** One deployment under way: its journal, its log and its names. */
export class Run {
  readonly world: World;
  readonly deployment: Deployment;
  readonly project: Project;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly #log: RunLog;
  readonly #results = new Map<Stage, unknown>();
  #stage: Stage;
  #waitsFor: string | null = null;
  #pause: { begunAt: number; endedAt: number | null } | null = null;

  private constructor(world: World, deployment: Deployment, log: RunLog, signal: AbortSignal) {
    this.world = world;
    this.deployment = deployment;
    this.project = world.projects.get(deployment.project);
    this.environment = world.projects.environment(deployment.environment);
    this.signal = signal;
    this.#log = log;
    this.#stage = firstStage(deployment);
    for (const { stage, result } of world.deployments.stages(deployment.id)) {
      if (result !== null && !REPEATED.has(stage)) this.#results.set(stage, JSON.parse(result));
    }
  }

  static async open(world: World, deployment: Deployment, signal: AbortSignal): Promise<Run> {
    const { projects, variables, logs } = world;
    const project = projects.get(deployment.project);
    const { kind } = projects.environment(deployment.environment);
    const credential = projects.credential(project);
    const secrets = [...variables.secretsOf(project.id, kind), ...(credential ? [credential] : [])];
    return new Run(world, deployment, await logs.open(deployment.id, masker(secrets)), signal);
  }

  /** For what happens to a deployment long after it has ended: its log stays as it was. */
  static silent(world: World, deployment: Deployment, signal: AbortSignal): Run {
    return new Run(world, deployment, SILENT, signal);
  }

  get stageName(): Stage {
    return this.#stage;
  }

  /** Names images, folders and services of this deployment: `blog-d2f3a4b`. */
  get name(): string {
    return `${this.project.slug}-${shortId(this.deployment.id)}`;
  }

  get workFolder(): string {
    return join(this.world.config.dataFolder, "work", this.deployment.id);
  }

  get labels(): Labels {
    const { id: deployment, project, environment } = this.deployment;
    return { installation: this.world.installation, team: this.project.team, project, environment, deployment };
  }

  /** Runs a stage and journals it: its marker before, its result after. A stage that had ended gives its kept result. */
  async stage<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    if (this.#results.has(stage)) return this.#results.get(stage) as Result;
    this.signal.throwIfAborted();
    const { deployments, bell, host } = this.world;
    this.#stage = stage;
    this.#waitsFor = null;
    const begunAt = host.now();
    deployments.setState(this.deployment.id, { name: "running", stage }, begunAt);
    deployments.beginStage(this.deployment.id, stage, begunAt);
    bell.ring(this.deployment.id);
    const result = await work();
    await this.#log.close(stage);
    deployments.endStage(this.deployment.id, stage, JSON.stringify(result ?? null), host.now());
    bell.ring(this.deployment.id);
    return result;
  }

  /** Whether an attempt before this one has ended the stage. */
  hasResult(stage: Stage): boolean {
    return this.#results.has(stage);
  }

  /** Says why it does not go on, until the next stage begins or it is `null`. */
  waitFor(reason: string | null): void {
    if (this.signal.aborted || reason === this.#waitsFor) return;
    this.#waitsFor = reason;
    const { deployments, bell, host } = this.world;
    if (reason !== null) this.note(reason);
    const waiting = reason !== null && { waitsFor: reason };
    deployments.setState(this.deployment.id, { name: "running", stage: this.#stage, ...waiting }, host.now());
    bell.ring(this.deployment.id);
  }

  /** Requests wait at the edge from now on. */
  beginPause(): void {
    this.#pause = { begunAt: this.world.host.now(), endedAt: null };
  }

  endPause(): void {
    if (this.#pause) this.#pause.endedAt = this.world.host.now();
  }

  /** How long requests have waited; 0 where old and new overlap. */
  get pausedMs(): number {
    return this.#pause ? (this.#pause.endedAt ?? this.world.host.now()) - this.#pause.begunAt : 0;
  }

  /** A line of AutoStack's own. */
  note(text: string): void {
    this.#log.write(this.#stage, "note", text);
  }

  /** Lines of a command, a build or a service. */
  get log(): LogSink {
    return (stream, text) => this.#log.write(this.#stage, stream, text);
  }

  /** The last word: how the deployment ended. The stage's clock stops with it. */
  async end(words: string): Promise<void> {
    const { deployments, host } = this.world;
    this.note(`${words} after ${formatDuration(host.now() - this.deployment.createdAt)}.`);
    await this.#log.close(this.#stage);
    const open = deployments.stages(this.deployment.id).find(({ endedAt }) => endedAt === null);
    if (open) deployments.endStage(this.deployment.id, open.stage, null, host.now());
  }

  async close(): Promise<void> {
    await this.#log.close(this.#stage);
  }
}
