import type { Database } from "bun:sqlite";
import { storedScan } from "../plans/detector.ts";
import type { Scan } from "../plans/plan.ts";
import type { Revision } from "../sources/source.ts";
import type { Deployment, DeploymentState, Stage, StageRun } from "./deployment.ts";
import { type DeploymentRow, toDeployment } from "./deployment-row.ts";
import type { ProvedCauses } from "./diagnosis.ts";
import type { RolloutMeasure } from "./measure.ts";

type StageRow = { stage: Stage; started_at: number; ended_at: number | null; result: string | null };

const SELECT = `
  select id, project, environment, number, trigger, input, revision, state, started_by, created_at, started_at, finished_at,
    measured, canary, split
  from deployments`;

/** By each project's own numbers, and so by the index, however many deployments there are. */
const NEWEST_OF_EACH_PROJECT = `${SELECT} where rowid in (
  select deployments.rowid from members
    join projects on projects.team = members.team
    join deployments on deployments.project = projects.id and deployments.number >
      (select max(number) from deployments where project = projects.id) - $limit
  where members.user = $user)`;

export type NewDeployment = Pick<
  Deployment,
  "id" | "project" | "environment" | "trigger" | "input" | "startedBy" | "createdAt"
> & { canary?: number | null; split?: Deployment["split"] };

export class DeploymentStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add({ id, project, environment, trigger, startedBy, createdAt, ...wish }: NewDeployment): Deployment {
    const { canary = null } = wish;
    const [input, split] = [JSON.stringify(wish.input), wish.split ? JSON.stringify(wish.split) : null];
    this.#db
      .query(
        `insert into deployments
           (id, project, environment, number, trigger, input, state_name, state, started_by, created_at, canary,
            split)
         select $id, $project, $environment, coalesce(max(number), 0) + 1, $trigger, $input, 'queued', '{"name":"queued"}',
           $startedBy, $createdAt, $canary, $split
         from deployments where project = $project`,
      )
      .run({ id, project, environment, trigger, input, startedBy, createdAt, canary, split });
    return this.get(id);
  }

  get(id: string): Deployment {
    const found = this.find(id);
    if (!found) throw new Error(`There is no deployment ${id}.`);
    return found;
  }

  find(id: string): Deployment | null {
    const row = this.#db.query<DeploymentRow, { id: string }>(`${SELECT} where id = $id`).get({ id });
    return row && toDeployment(row);
  }

  /** Newest first, below the number `before`. */
  ofProject(project: string, limit: number, before: number = Number.MAX_SAFE_INTEGER): Deployment[] {
    return this.#db
      .query<DeploymentRow, { project: string; limit: number; before: number }>(
        `${SELECT} where project = $project and number < $before order by number desc limit $limit`,
      )
      .all({ project, limit, before })
      .map(toDeployment);
  }

  /** The newest deployments of all projects that a user sees. */
  ofUser(user: string, limit: number): Deployment[] {
    return this.#db
      .query<DeploymentRow, { user: string; limit: number }>(`${NEWEST_OF_EACH_PROJECT} order by id desc limit $limit`)
      .all({ user, limit })
      .map(toDeployment);
  }

  /** The newest deployment of each project that a user sees, by the project. */
  latestOfUser(user: string): Map<string, Deployment> {
    const rows = this.#db
      .query<DeploymentRow, { user: string; limit: number }>(NEWEST_OF_EACH_PROJECT)
      .all({ user, limit: 1 });
    return new Map(rows.map((row) => [row.project, toDeployment(row)]));
  }

  inState(environment: string, name: DeploymentState["name"]): Deployment[] {
    return this.#db
      .query<DeploymentRow, { environment: string; name: string }>(
        `${SELECT} where environment = $environment and state_name = $name order by id`,
      )
      .all({ environment, name })
      .map(toDeployment);
  }

  /** Those of a project that have not ended. */
  unfinished(project: string): Deployment[] {
    return this.#db
      .query<DeploymentRow, { project: string }>(
        `${SELECT} where project = $project and state_name in ('queued', 'running') order by id`,
      )
      .all({ project })
      .map(toDeployment);
  }

  /** Those of all projects that have not ended. */
  allUnfinished(): Deployment[] {
    return this.#db
      .query<DeploymentRow, []>(`${SELECT} where state_name in ('queued', 'running') order by id`)
      .all()
      .map(toDeployment);
  }

  /** The newest `count` of each project, and those that have not ended or are live. */
  newestIds(count: number): Set<string> {
    const rows = this.#db
      .query<{ id: string }, { count: number }>(
        `select id from (
           select id, state_name, row_number() over (partition by project order by number desc) as place
           from deployments)
         where place <= $count or state_name not in ('retired', 'failed', 'cancelled', 'superseded')`,
      )
      .all({ count });
    return new Set(rows.map(({ id }) => id));
  }

  /** From now on the folder is kept for a deployment whose build has not ended. */
  claimFolder(deployment: string, folder: string): void {
    this.#db
      .query("update stage_runs set claimed = $folder where deployment = $deployment and stage = 'build'")
      .run({ deployment, folder });
  }

  /** The folder that a deployment's build has made or is about to use, before there is a release of it. */
  builtFolder(deployment: string): string | null {
    const row = this.#db
      .query<{ folder: string | null }, { deployment: string }>(
        `select coalesce(json_extract(result, '$.folder'), claimed) as folder from stage_runs
         where deployment = $deployment and stage = 'build'`,
      )
      .get({ deployment });
    return row?.folder ?? null;
  }

  setState(id: string, state: DeploymentState, now: number): void {
    const finishedAt = state.name === "queued" || state.name === "running" ? null : now;
    this.#db
      .query(
        `update deployments set state_name = $name, state = $state,
           started_at = coalesce(started_at, iif($name = 'running', $now, null)),
           finished_at = iif($finishedAt is null, null, coalesce(finished_at, $finishedAt))
         where id = $id`,
      )
      .run({ id, name: state.name, state: JSON.stringify(state), now, finishedAt });
  }

  setCanary(id: string, canary: number | null): void {
    this.#db.query("update deployments set canary = $canary where id = $id").run({ id, canary });
  }

  setMeasured(id: string, measured: RolloutMeasure): void {
    this.#db
      .query("update deployments set measured = $measured where id = $id")
      .run({ id, measured: JSON.stringify(measured) });
  }

  setDiagnosis(id: string, diagnosis: ProvedCauses): void {
    this.#db
      .query("update deployments set diagnosis = $diagnosis where id = $id")
      .run({ id, diagnosis: JSON.stringify(diagnosis) });
  }

  /** Why it failed, or what it serves crashed last; `null` when nothing was proved. */
  diagnosis(id: string): ProvedCauses | null {
    const row = this.#db
      .query<{ diagnosis: string | null }, { id: string }>("select diagnosis from deployments where id = $id")
      .get({ id });
    return row?.diagnosis ? JSON.parse(row.diagnosis) : null;
  }

  setRevision(id: string, revision: Revision): void {
    this.#db
      .query("update deployments set revision = $revision where id = $id")
      .run({ id, revision: JSON.stringify(revision) });
  }

  /** In the order in which they began. */
  stages(deployment: string): StageRun[] {
    return this.#db
      .query<StageRow, { deployment: string }>(
        `select stage, started_at, ended_at, result from stage_runs where deployment = $deployment
         order by started_at`,
      )
      .all({ deployment })
      .map(({ started_at, ended_at, ...row }) => ({ ...row, startedAt: started_at, endedAt: ended_at }));
  }

  /** What the newest scan of the project found; `null` before the first one. */
  lastScan(project: string): Scan | null {
    const row = this.#db
      .query<{ result: string }, { project: string }>(
        `select result from stage_runs join deployments on deployments.id = stage_runs.deployment
         where project = $project and stage = 'scan' and result is not null order by number desc limit 1`,
      )
      .get({ project });
    return row && storedScan(JSON.parse(row.result));
  }

  beginStage(deployment: string, stage: Stage, now: number): void {
    this.#db
      .query(
        `insert into stage_runs (deployment, stage, started_at) values ($deployment, $stage, $now)
         on conflict do update set ended_at = null, result = null, claimed = null`,
      )
      .run({ deployment, stage, now });
  }

  endStage(deployment: string, stage: Stage, result: string | null, now: number): void {
    this.#db
      .query(
        "update stage_runs set ended_at = $now, result = $result where deployment = $deployment and stage = $stage",
      )
      .run({ deployment, stage, result, now });
  }
}
