import type { Database } from "bun:sqlite";
import type { EnvironmentKind } from "./project.ts";
import type { VariableUse } from "./variable.ts";

export type SealedVariable = {
  project: string;
  environment: EnvironmentKind;
  name: string;
  sealedValue: string;
  secret: boolean;
  use: VariableUse;
  updatedAt: number;
};

type Row = Omit<SealedVariable, "sealedValue" | "secret" | "updatedAt"> & {
  sealed_value: string;
  secret: number;
  updated_at: number;
};

export class VariableStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  set({ project, environment, name, sealedValue, secret, use, updatedAt }: SealedVariable): void {
    this.#db
      .query(
        `insert into variables (project, environment, name, sealed_value, secret, use, updated_at)
         values ($project, $environment, $name, $sealedValue, $secret, $use, $updatedAt)
         on conflict (project, environment, name) do update
         set sealed_value = excluded.sealed_value, secret = excluded.secret, use = excluded.use,
             updated_at = excluded.updated_at`,
      )
      .run({ project, environment, name, sealedValue, secret: secret ? 1 : 0, use, updatedAt });
  }

  remove(project: string, environment: EnvironmentKind, name: string): boolean {
    return (
      this.#db
        .query("delete from variables where project = $project and environment = $environment and name = $name")
        .run({ project, environment, name }).changes > 0
    );
  }

  list(project: string, environment: EnvironmentKind): SealedVariable[] {
    return this.#db
      .query<Row, { project: string; environment: EnvironmentKind }>(
        `select project, environment, name, sealed_value, secret, use, updated_at from variables
         where project = $project and environment = $environment order by name`,
      )
      .all({ project, environment })
      .map(({ sealed_value, secret, updated_at, ...row }) => ({
        ...row,
        sealedValue: sealed_value,
        secret: secret === 1,
        updatedAt: updated_at,
      }));
  }
}
