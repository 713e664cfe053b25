import type { Database } from "bun:sqlite";
import type { User } from "../accounts/user.ts";
import type { Config } from "../config.ts";
import { AppError, invalid, notFound } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import type { SecretBox } from "../lib/secret-box.ts";
import type { PlanEdits } from "../plans/plan.ts";
import type { Source } from "../sources/source.ts";
import type { Permission } from "../teams/team.ts";
import { requirePermission, type Teams } from "../teams/teams.ts";
import { checkSettings, type EnvironmentSettings } from "./environment-settings.ts";
import type { Environment, Project } from "./project.ts";
import { ProjectStore } from "./project-store.ts";
import { checkSlug } from "./slug.ts";

export type NewProject = {
  slug: string;
  name?: string;
  source: Source;
  edits: PlanEdits;
  /** A token for a private repository. */
  credential?: string | null;
};

export type ProjectsOptions = {
  db: Database;
  teams: Teams;
  box: SecretBox;
  now: () => number;
  config: Pick<Config, "baseDomain" | "appPorts">;
};

export class Projects {
  readonly #store: ProjectStore;
  readonly #options: ProjectsOptions;

  constructor(options: ProjectsOptions) {
    this.#options = options;
    this.#store = new ProjectStore(options.db);
  }

  /** Throws when a project of that slug cannot be made. */
  checkNew(slug: string): void {
    checkSlug(slug);
    if (this.#store.bySlug(slug)) throw slugTaken(slug);
  }

  /** Throws when the slug is not one or is taken, and when no port is left (installations without a base domain). */
  create(team: string, { slug, name, source, edits, credential }: NewProject): Project {
    const { now, db } = this.#options;
    const id = newId(now());
    const project = { id, team, slug, name: checkName(name || slug), source, edits, createdAt: now() };
    return db.transaction(() => {
      this.checkNew(slug);
      const created: Project = { ...project, port: this.#freePort() };
      this.#store.add(created, this.#seal(id, credential));
      this.#store.environment(id, "production", "production", now());
      return created;
    })();
  }

  /** The project of that slug if the user's role in its team allows it; otherwise as if it did not exist. */
  find(user: User, slug: string, permission: Permission): Project {
    const project = this.#store.bySlug(slug);
    const role = project && this.#options.teams.roleOf(user, project.team);
    if (!project || !role) throw notFound("project");
    requirePermission({ role }, permission);
    return project;
  }

  get(id: string): Project {
    const project = this.#store.byId(id);
    if (!project) throw notFound("project");
    return project;
  }

  ofUser(user: User): Project[] {
    return this.#store.ofUser(user.id);
  }

  all(): Project[] {
    return this.#store.all();
  }

  update(project: Project): void {
    checkName(project.name);
    this.#store.update(project);
  }

  /** Only the rows; what runs is removed before, by deployments. */
  remove(project: Project): void {
    this.#store.remove(project.id);
  }

  credential({ id }: Project): string | null {
    const sealed = this.#store.sealedCredential(id);
    return sealed && this.#options.box.open(sealed, `project:${id}:credential`);
  }

  setCredential({ id }: Project, credential: string | null): void {
    this.#store.setCredential(id, this.#seal(id, credential));
  }

  production(project: Project): Environment {
    return this.#store.environment(project.id, "production", "production", this.#options.now());
  }

  preview(project: Project, branch: string): Environment {
    return this.#store.environment(project.id, "preview", branch, this.#options.now());
  }

  environments(project: Project): Environment[] {
    return this.#store.environments(project.id);
  }

  allEnvironments(): Environment[] {
    return this.#store.allEnvironments();
  }

  environment(id: string): Environment {
    const environment = this.#store.environmentById(id);
    if (!environment) throw notFound("environment");
    return environment;
  }

  /** Takes effect with the next change of what runs, or at once by `Deployments.applySettings`. */
  setSettings(environment: string, settings: EnvironmentSettings): void {
    this.#store.setSettings(environment, checkSettings(settings));
  }

  /** After how long without a request an environment sleeps; `null` for never. */
  sleepAfterMs({ project, kind, settings }: Environment): number | null {
    if (kind === "production" || settings.sleepAfterMs !== null) return settings.sleepAfterMs;
    return this.production(this.get(project)).settings.previewsSleepAfterMs;
  }

  setLive(environment: string, release: string, deployment: string): void {
    this.#store.setLive(environment, release, deployment);
  }

  #seal(id: string, credential: string | null | undefined): string | null {
    return credential ? this.#options.box.seal(credential, `project:${id}:credential`) : null;
  }

  #freePort(): number | null {
    const { baseDomain, appPorts } = this.#options.config;
    if (baseDomain !== null) return null;
    const used = this.#store.portsInUse();
    for (let port = appPorts.first; port <= appPorts.last; port++) if (!used.has(port)) return port;
    throw new AppError({
      code: "no_port_left",
      status: 409,
      summary: `All ports from ${appPorts.first} to ${appPorts.last} are taken by projects.`,
      hint: "Delete a project, or widen AUTOSTACK_APP_PORTS.",
    });
  }
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 80) throw invalid("name", "A project's name has 1 to 80 characters.");
  return trimmed;
}

function slugTaken(slug: string): AppError {
  return new AppError({
    code: "slug_taken",
    status: 409,
    field: "slug",
    summary: `There is already a project called "${slug}".`,
    hint: "Choose another name.",
  });
}
