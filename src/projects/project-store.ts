import type { Database } from "bun:sqlite";
import { newId } from "../lib/ids.ts";
import { type EnvironmentSettings, parseSettings } from "./environment-settings.ts";
import type { Environment, EnvironmentKind, Project } from "./project.ts";

type ProjectRow = Omit<Project, "source" | "edits" | "createdAt"> & {
  source: string;
  edits: string;
  created_at: number;
};
type EnvironmentRow = Omit<Environment, "createdAt" | "settings"> & { created_at: number; settings: string };

const PROJECT = "select id, team, slug, name, source, edits, port, created_at from projects";
const ENVIRONMENT = "select id, project, kind, name, release, deployment, settings, created_at from environments";

export class ProjectStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(project: Project, sealedCredential: string | null): void {
    const { id, team, slug, name, source, edits, port, createdAt } = project;
    this.#db
      .query(
        `insert into projects (id, team, slug, name, source, edits, sealed_credential, port, created_at)
         values ($id, $team, $slug, $name, $source, $edits, $sealedCredential, $port, $createdAt)`,
      )
      .run({
        ...{ id, team, slug, name, port, createdAt, sealedCredential },
        source: JSON.stringify(source),
        edits: JSON.stringify(edits),
      });
  }

  update({ id, name, source, edits }: Project): void {
    this.#db
      .query("update projects set name = $name, source = $source, edits = $edits where id = $id")
      .run({ id, name, source: JSON.stringify(source), edits: JSON.stringify(edits) });
  }

  /** Its environments, variables, deployments and hostnames go with it. */
  remove(id: string): void {
    this.#db.query("delete from projects where id = $id").run({ id });
  }

  byId(id: string): Project | null {
    const row = this.#db.query<ProjectRow, { id: string }>(`${PROJECT} where id = $id`).get({ id });
    return row && toProject(row);
  }

  bySlug(slug: string): Project | null {
    const row = this.#db.query<ProjectRow, { slug: string }>(`${PROJECT} where slug = $slug`).get({ slug });
    return row && toProject(row);
  }

  /** The projects of all teams that a user belongs to, newest first. */
  ofUser(user: string): Project[] {
    return this.#db
      .query<ProjectRow, { user: string }>(
        `${PROJECT} where team in (select team from members where user = $user) order by id desc`,
      )
      .all({ user })
      .map(toProject);
  }

  all(): Project[] {
    return this.#db.query<ProjectRow, []>(`${PROJECT} order by id`).all().map(toProject);
  }

  sealedCredential(id: string): string | null {
    type Row = { sealed_credential: string | null };
    const row = this.#db
      .query<Row, { id: string }>("select sealed_credential from projects where id = $id")
      .get({ id });
    return row?.sealed_credential ?? null;
  }

  setCredential(id: string, sealedCredential: string | null): void {
    this.#db
      .query("update projects set sealed_credential = $sealedCredential where id = $id")
      .run({ id, sealedCredential });
  }

  portsInUse(): Set<number> {
    const rows = this.#db.query<{ port: number }, []>("select port from projects where port is not null").all();
    return new Set(rows.map(({ port }) => port));
  }

  /** Finds or makes the environment of that name. It is nearly always there, and looking takes no lock. */
  environment(project: string, kind: EnvironmentKind, name: string, now: number): Environment {
    const found = this.#environmentNamed(project, name);
    if (found) return found;
    this.#db
      .query(
        `insert into environments (id, project, kind, name, created_at) values ($id, $project, $kind, $name, $now)
         on conflict (project, name) do nothing`,
      )
      .run({ id: newId(now), project, kind, name, now });
    const made = this.#environmentNamed(project, name);
    if (!made) throw new Error(`Project ${project} has gone while its environment ${name} was made.`);
    return made;
  }

  #environmentNamed(project: string, name: string): Environment | null {
    const row = this.#db
      .query<EnvironmentRow, { project: string; name: string }>(
        `${ENVIRONMENT} where project = $project and name = $name`,
      )
      .get({ project, name });
    return row && toEnvironment(row);
  }

  environmentById(id: string): Environment | null {
    const row = this.#db.query<EnvironmentRow, { id: string }>(`${ENVIRONMENT} where id = $id`).get({ id });
    return row && toEnvironment(row);
  }

  /** Production first, then previews by age. */
  environments(project: string): Environment[] {
    return this.#db
      .query<EnvironmentRow, { project: string }>(`${ENVIRONMENT} where project = $project order by kind desc, id`)
      .all({ project })
      .map(toEnvironment);
  }

  allEnvironments(): Environment[] {
    return this.#db.query<EnvironmentRow, []>(`${ENVIRONMENT} order by id`).all().map(toEnvironment);
  }

  setSettings(environment: string, settings: EnvironmentSettings): void {
    this.#db
      .query("update environments set settings = $settings where id = $environment")
      .run({ environment, settings: JSON.stringify(settings) });
  }

  setLive(environment: string, release: string, deployment: string): void {
    this.#db
      .query("update environments set release = $release, deployment = $deployment where id = $environment")
      .run({ environment, release, deployment });
  }
}

function toProject({ created_at, source, edits, ...row }: ProjectRow): Project {
  return { ...row, source: JSON.parse(source), edits: JSON.parse(edits), createdAt: created_at };
}

function toEnvironment({ created_at, settings, ...row }: EnvironmentRow): Environment {
  return { ...row, settings: parseSettings(settings), createdAt: created_at };
}
