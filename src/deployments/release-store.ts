import type { Database } from "bun:sqlite";
import type { SecretBox } from "../lib/secret-box.ts";
import { completeStored } from "../plans/detector.ts";
import type { Artifact } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import { artifactId, type ReleaseContent, releaseHash } from "./release-hash.ts";

type Row = Record<
  | ("id" | "deployment" | "project" | "environment" | "artifact" | "plan" | "revision" | "snapshot" | "recipe")
  | "hostnames",
  string
> & { sealed_variables: string; hash: string | null; created_at: number };

const SELECT = `
  select id, deployment, project, environment, artifact, plan, revision, snapshot, sealed_variables, hostnames, recipe,
    hash, created_at
  from releases`;

const IN_USE = `
  select release as id from environments where release is not null
  union
  select releases.id from releases join environments
    on instr(environments.settings, releases.id) > 0 or instr(environments.settings, releases.deployment) > 0
  union
  select coalesce(json_extract(state, '$.release'), json_extract(input, '$.release'), releases.id) as id
  from deployments left join releases on releases.deployment = deployments.id
  where state_name not in ('retired', 'failed', 'cancelled', 'superseded')
  union
  select json_extract(input, '$.release') from deployments where state_name = 'canary'`;

const NEEDED = `
  select 1 from releases
  where id <> $except and coalesce(json_extract(artifact, '$.image'), json_extract(artifact, '$.folder')) = $artifact
  union all
  select 1 from stage_runs join deployments on deployments.id = stage_runs.deployment
  where stage = 'build' and state_name in ('queued', 'running')
    and coalesce(json_extract(result, '$.image'), json_extract(result, '$.folder'), claimed) = $artifact`;

const WITH_ARTIFACT = `
  select id from releases
  where project = $project and coalesce(json_extract(artifact, '$.image'), json_extract(artifact, '$.folder')) = $artifact
  order by id desc limit 1`;

/** Releases never change after they were added; their variables are sealed. */
export class ReleaseStore {
  readonly #db: Database;
  readonly #box: SecretBox;

  constructor(db: Database, box: SecretBox) {
    this.#db = db;
    this.#box = box;
  }

  /** Adds it under its content hash. */
  add(fresh: Omit<Release, "hash">): Release {
    const release: Release = { ...fresh, hash: this.#hashOf(fresh) };
    const { id, deployment, project, environment, artifact, plan, revision, snapshot, recipe, createdAt } = release;
    this.#db
      .query(
        `insert into releases (id, deployment, project, environment, artifact, plan, revision, snapshot,
           sealed_variables, hostnames, recipe, hash, created_at)
         values ($id, $deployment, $project, $environment, $artifact, $plan, $revision, $snapshot,
           $sealedVariables, $hostnames, $recipe, $hash, $createdAt)`,
      )
      .run({
        ...{ id, deployment, project, environment, recipe, createdAt, hash: release.hash },
        artifact: JSON.stringify(artifact),
        plan: JSON.stringify(plan),
        revision: JSON.stringify(revision),
        snapshot: JSON.stringify(snapshot),
        hostnames: JSON.stringify(release.hostnames),
        sealedVariables: this.#box.seal(JSON.stringify(release.variables), `release:${id}`),
      });
    return release;
  }

  find(id: string): Release | null {
    const row = this.#db.query<Row, { id: string }>(`${SELECT} where id = $id`).get({ id });
    return row && this.#toRelease(row);
  }

  exists(id: string): boolean {
    return this.#db.query("select 1 from releases where id = $id").get({ id }) !== null;
  }

  /** Whether one of them can only run where there are images. */
  someImage(): boolean {
    return this.#db.query("select 1 from releases where artifact ->> 'kind' = 'image'").get() !== null;
  }

  ofDeployment(deployment: string): Release | null {
    const row = this.#db
      .query<Row, { deployment: string }>(`${SELECT} where deployment = $deployment`)
      .get({ deployment });
    return row && this.#toRelease(row);
  }

  /** Newest first. */
  ofEnvironment(environment: string): Release[] {
    return this.#db
      .query<Row, { environment: string }>(`${SELECT} where environment = $environment order by id desc`)
      .all({ environment })
      .map((row) => this.#toRelease(row));
  }

  remove(id: string): void {
    this.#db.query("delete from releases where id = $id").run({ id });
  }

  /**
   * Those that something serves or is about to serve, in any environment: what is live (awake or not), what an environment's settings
   * name (a canary, say, by its release or its deployment), what a deployment that has not ended brings, and what one on trial was made
   * of, which it is made of again when it is promoted.
   */
  inUse(): Set<string> {
    const rows = this.#db.query<{ id: string | null }, []>(IN_USE).all();
    return new Set(rows.flatMap(({ id }) => id ?? []));
  }

  /**
   * Whether a release, other than `except`, has the artifact, or a build under way has made it or is about to use it: the same image or
   * site comes out of the same source twice.
   */
  needsArtifact(artifact: Artifact, except = ""): boolean {
    return this.#db.query(NEEDED).get({ except, artifact: artifactId(artifact) }) !== null;
  }

  /** The newest release of a project with this artifact. */
  newestWith(project: string, artifact: Artifact): string | null {
    const row = this.#db
      .query<{ id: string }, { project: string; artifact: string }>(WITH_ARTIFACT)
      .get({ project, artifact: artifactId(artifact) });
    return row?.id ?? null;
  }

  /** All folders and images that a release still needs. */
  artifacts(): Set<string> {
    const rows = this.#db.query<{ artifact: string }, []>("select artifact from releases").all();
    return new Set(rows.map(({ artifact }) => artifactId(JSON.parse(artifact) as Artifact)));
  }

  /** Hashes of all snapshots that a release may still be built from. */
  snapshotHashes(): Set<string> {
    const rows = this.#db
      .query<{ hash: string }, []>("select distinct json_extract(snapshot, '$.hash') as hash from releases")
      .all();
    return new Set(rows.map(({ hash }) => hash));
  }

  #hashOf(content: ReleaseContent): string {
    return releaseHash(content, (value) => this.#box.digest(value, "release"));
  }

  #toRelease({ sealed_variables, created_at, ...row }: Row): Release {
    const content = {
      artifact: JSON.parse(row.artifact),
      plan: JSON.parse(row.plan),
      variables: JSON.parse(this.#box.open(sealed_variables, `release:${row.id}`)),
      hostnames: JSON.parse(row.hostnames),
    };
    return {
      ...row,
      ...content,
      plan: completeStored(content.plan),
      revision: JSON.parse(row.revision),
      snapshot: JSON.parse(row.snapshot),
      // Releases of before migration 2 were kept without one.
      hash: row.hash ?? this.#hashOf(content),
      createdAt: created_at,
    };
  }
}
