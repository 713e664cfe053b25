import type { Database } from "bun:sqlite";
import type { SecretBox } from "../lib/secret-box.ts";
import type { Release } from "./deployment.ts";

type Row = Record<
  "id" | "deployment" | "project" | "environment" | "artifact" | "plan" | "revision" | "snapshot" | "recipe",
  string
> & { sealed_variables: string; created_at: number };

const SELECT = `
  select id, deployment, project, environment, artifact, plan, revision, snapshot, sealed_variables, recipe, created_at
  from releases`;

/** Releases never change after they were added; their variables are sealed. */
export class ReleaseStore {
  readonly #db: Database;
  readonly #box: SecretBox;

  constructor(db: Database, box: SecretBox) {
    this.#db = db;
    this.#box = box;
  }

  add(release: Release): void {
    const { id, deployment, project, environment, artifact, plan, revision, snapshot, recipe, createdAt } = release;
    this.#db
      .query(
        `insert into releases (id, deployment, project, environment, artifact, plan, revision, snapshot,
           sealed_variables, recipe, created_at)
         values ($id, $deployment, $project, $environment, $artifact, $plan, $revision, $snapshot,
           $sealedVariables, $recipe, $createdAt)`,
      )
      .run({
        ...{ id, deployment, project, environment, recipe, createdAt },
        artifact: JSON.stringify(artifact),
        plan: JSON.stringify(plan),
        revision: JSON.stringify(revision),
        snapshot: JSON.stringify(snapshot),
        sealedVariables: this.#box.seal(JSON.stringify(release.variables), `release:${id}`),
      });
  }

  find(id: string): Release | null {
    const row = this.#db.query<Row, { id: string }>(`${SELECT} where id = $id`).get({ id });
    return row && this.#toRelease(row);
  }

  exists(id: string): boolean {
    return this.#db.query("select 1 from releases where id = $id").get({ id }) !== null;
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

  /** Hashes of all snapshots that a release may still be built from. */
  snapshotHashes(): Set<string> {
    const rows = this.#db
      .query<{ hash: string }, []>("select distinct json_extract(snapshot, '$.hash') as hash from releases")
      .all();
    return new Set(rows.map(({ hash }) => hash));
  }

  #toRelease({ sealed_variables, created_at, ...row }: Row): Release {
    return {
      ...row,
      artifact: JSON.parse(row.artifact),
      plan: JSON.parse(row.plan),
      revision: JSON.parse(row.revision),
      snapshot: JSON.parse(row.snapshot),
      variables: JSON.parse(this.#box.open(sealed_variables, `release:${row.id}`)),
      createdAt: created_at,
    };
  }
}
