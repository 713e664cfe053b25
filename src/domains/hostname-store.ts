import type { Database } from "bun:sqlite";
import { AppError } from "../lib/errors.ts";
import { previewHostname } from "./hostnames.ts";

/** A name that leads to one environment or one deployment of a project. */
export type Hostname = { hostname: string; owner: string; project: string };

type Preview = { slug: string; branch: string; base: string; owner: string; project: string };

export class HostnameStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Claims a name, again without effect for the same owner. A name of another owner is a 409. */
  claim(claimed: Hostname): void {
    if (this.#tryClaim(claimed)) return;
    throw new AppError({
      code: "hostname_taken",
      status: 409,
      field: "slug",
      summary: `The address ${claimed.hostname} is already in use.`,
      hint: "Choose another name.",
    });
  }

  /** Claims the plain name of a preview, or one with a hash when another owner has that. Returns the name. */
  claimPreview({ slug, branch, base, owner, project }: Preview): string {
    const plain = previewHostname(slug, branch, base);
    if (this.#tryClaim({ hostname: plain, owner, project })) return plain;
    const hostname = previewHostname(slug, branch, base, true);
    this.claim({ hostname, owner, project });
    return hostname;
  }

  find(hostname: string): Hostname | null {
    return this.#db
      .query<Hostname, { hostname: string }>(
        "select hostname, owner, project from hostnames where hostname = $hostname",
      )
      .get({ hostname });
  }

  ofOwner(owner: string): string[] {
    return this.#db
      .query<Hostname, { owner: string }>("select hostname from hostnames where owner = $owner order by hostname")
      .all({ owner })
      .map((row) => row.hostname);
  }

  releaseOwner(owner: string): void {
    this.#db.query("delete from hostnames where owner = $owner").run({ owner });
  }

  releaseProject(project: string): void {
    this.#db.query("delete from hostnames where project = $project").run({ project });
  }

  #tryClaim(claimed: Hostname): boolean {
    this.#db
      .query("insert into hostnames values ($hostname, $owner, $project) on conflict (hostname) do nothing")
      .run(claimed);
    return this.find(claimed.hostname)?.owner === claimed.owner;
  }
}
