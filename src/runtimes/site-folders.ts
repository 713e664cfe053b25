import { basename, dirname, join } from "node:path";
import type { Files } from "../host/files.ts";
import { AppError } from "../lib/errors.ts";
import { OneAtATime } from "../lib/one-at-a-time.ts";
import type { AppPlan } from "../plans/plan.ts";
import { checkName, measureFolder, refuseLeavingLinks } from "./folders.ts";
import type { Artifact, BuildRequest } from "./runtime.ts";
import { siteHash } from "./site-hash.ts";
import { packSite, type SiteNotes } from "./site-pack.ts";

export type Site = Extract<Artifact, { kind: "site" }>;

/**
 * Published sites, each in a folder that has its content hash for a name: what is the same is kept once, whoever deploys it. An
 * earlier AutoStack named them after deployments; those are served and removed like any other.
 */
export class SiteFolders {
  readonly #files: Files;
  readonly #folder: string;
  readonly #changes = new OneAtATime();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** The site that `fill` writes: made beside its place and renamed into it, so that it is there whole or not at all. */
  async publish(
    { name, plan, claim }: Pick<BuildRequest, "name" | "plan" | "claim">,
    fill: (folder: string) => Promise<void>,
  ): Promise<Site> {
    const files = this.#files;
    const draft = join(this.#folder, `.${checkName(name)}.tmp`);
    await files.remove(draft);
    await files.makeFolder(draft);
    try {
      await fill(draft);
      if ((await files.list(draft)).length === 0) throw emptySite();
      await refuseLeavingLinks(files, draft);
      const notes = notesOf(plan);
      const folder = join(this.#folder, await siteHash(files, draft, notes));
      // In one go: who removes folders asks for claims and gets in line in one go as well, so one of the two comes first.
      claim(folder);
      await this.#changes.run(folder, () => this.#place(draft, folder, notes));
      return { kind: "site", folder, bytes: await measureFolder(files, folder) };
    } finally {
      await files.remove(draft);
    }
  }

  /** It goes at once: what is left of a folder must never be taken for the whole. */
  remove(folder: string): Promise<void> {
    return this.#changes.run(folder, async () => {
      if (!(await this.#files.exists(folder))) return;
      const gone = join(dirname(folder), `.${basename(folder)}.gone.tmp`);
      await this.#files.remove(gone);
      await this.#files.rename(folder, gone);
      await this.#files.remove(gone);
    });
  }

  async #place(draft: string, folder: string, notes: SiteNotes): Promise<void> {
    // Whoever named it may have been killed before the disk knew.
    if (await this.#files.exists(folder)) return this.#files.flush(folder);
    await packSite(this.#files, draft, notes);
    await this.#files.flush(draft);
    await this.#files.rename(draft, folder);
  }
}

/** Beside the files: the page of a single-page app, as its plan tells it, and rules that come from elsewhere. */
function notesOf({ facts, redirects, headers }: AppPlan): SiteNotes {
  return { fallback: facts.find(({ name }) => name === "fallback")?.value ?? null, redirects, headers };
}

function emptySite(): AppError {
  return new AppError({
    code: "site_empty",
    status: 422,
    summary: "The build ended without a file to serve.",
    hint: "Set the output folder of the plan to the one that the build writes.",
  });
}
