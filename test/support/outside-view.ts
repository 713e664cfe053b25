import { Database } from "bun:sqlite";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { objectsWith } from "./docker.ts";

export type Seen = { id: string; state: string; stage: string | null; text: string };
type Place = { dataFolder: string; databasePath: string; installation: string };

const UNDER_WAY = "('queued', 'running', 'canary')";
const TEMPORARY = /(^|\/)\.[0-9a-f-]{36}\.tmp$/;

/** What stands in an AutoStack's data folder and in the Engine, seen from outside: what it says of itself is compared with that. */
export class OutsideView {
  readonly #place: Place;
  readonly #db: Database;

  constructor(place: Place) {
    this.#place = place;
    this.#db = new Database(place.databasePath, { readonly: true });
    this.#db.run("pragma busy_timeout = 5000");
  }

  deployment(id: string): Seen | null {
    const sql =
      "select id, state_name as state, state ->> 'stage' as stage, state as text from deployments where id = ?";
    return this.#db.query<Seen, [string]>(sql).get(id);
  }

  unfinished(): Seen[] {
    const sql = `select id, state_name as state, state ->> 'stage' as stage, state as text from deployments
      where state_name in ('queued', 'running')`;
    return this.#db.query<Seen, []>(sql).all();
  }

  /**
   * What says that it waits and has no job that does, or says that it is under way and is not in the hands of a worker with a lease until
   * then or longer.
   */
  stuck(leasesFrom: number): Seen[] {
    const jobs = "select payload as id from jobs where kind = 'deployment'";
    const held = this.#ids(`${jobs} and state = 'running' and lease_until >= ${leasesFrom}`);
    const waiting = this.#ids(`${jobs} and state = 'queued'`);
    return this.unfinished().filter(({ id, state }) => !held.has(id) && !(state === "queued" && waiting.has(id)));
  }

  /** Whatever no row stands for any more, in words. Meant for when all deployments have ended. */
  async orphans(now: number): Promise<string[]> {
    const { containers, networks, images } = await objectsWith(`autostack.installation=${this.#place.installation}`);
    const needed = this.#ids(`select deployment as id from environments where deployment is not null
      union select id from deployments where state_name in ${UNDER_WAY}
      union select deployment from releases where artifact ->> 'kind' = 'site'
      union select payload ->> 'deployment' from jobs where kind = 'retire' and state in ('queued', 'running')`);
    const environments = this.#ids("select id from environments");
    const built = this.#ids(`select artifact ->> 'image' as id from releases where artifact ->> 'image' is not null`);
    const owners = new Set([...needed, ...environments, "dashboard"]);
    const running = this.#ids(`select id from deployments where state_name in ${UNDER_WAY}`);
    return [
      ...named(containers, "deployment", needed).map((name) => `container of ${name}`),
      ...containers.filter(({ Labels }) => !isService(Labels)).map(({ Names }) => `container ${Names[0]}`),
      ...named(networks, "environment", environments).map((name) => `network of ${name}`),
      ...images.filter(({ Id }) => !built.has(Id)).map(({ Id, RepoTags }) => `image ${RepoTags?.[0] ?? Id}`),
      ...this.#folder("edge/dynamic")
        .filter((name) => !owners.has(name.replace(/\.yml$/, "")))
        .map((name) => `route file ${name}`),
      ...this.#folder("work")
        .filter((name) => !running.has(name))
        .map((name) => `work folder ${name}`),
      ...this.#allFiles()
        .filter((path) => TEMPORARY.test(path))
        .map((path) => `half-written file ${path}`),
      ...this.#lost(now),
    ];
  }

  close(): void {
    this.#db.close();
  }

  #lost(now: number): string[] {
    const stale = `select kind || ' of ' || subject as id from jobs where state = 'running' and lease_until < ${now}`;
    const failed = "select kind || ': ' || problem as id from jobs where state = 'failed' and kind <> 'deployment'";
    return [
      ...[...this.#ids(stale)].map((id) => `lease for ${id}`),
      ...[...this.#ids(failed)].map((id) => `failed job ${id}`),
    ];
  }

  #ids(sql: string): Set<string> {
    return new Set(
      this.#db
        .query<{ id: string }, []>(sql)
        .all()
        .map(({ id }) => id),
    );
  }

  #folder(name: string): string[] {
    const folder = join(this.#place.dataFolder, name);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  #allFiles(): string[] {
    return readdirSync(this.#place.dataFolder, { recursive: true }).map(String);
  }
}

/** Anything else runs one command, or hands out its files, for as long as somebody waits for that. */
const isService = (labels: Record<string, string>) => !["run", undefined].includes(labels["autostack.service"]);

function named(
  objects: { Labels?: Record<string, string> | undefined }[],
  label: string,
  known: ReadonlySet<string>,
): string[] {
  return objects.map(({ Labels }) => Labels?.[`autostack.${label}`] ?? "nobody").filter((id) => !known.has(id));
}
