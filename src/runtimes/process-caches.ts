import { dirname, join } from "node:path";
import type { Files } from "../host/files.ts";
import type { AppPlan } from "../plans/plan.ts";
import { measureFolder } from "./folders.ts";

/** What all projects' folders together may take; those that no build has used for longest go first. */
const BUDGET_BYTES = 5_000_000_000;

type Kept = { bytes: number; usedAt: number };

/**
 * Folders that a build fills and the next one of the same project goes on from (`.next/cache`, `target`). They are moved, not
 * copied: a build has them for itself, and a second one at the same time begins without.
 */
export class ProcessCaches {
  readonly #files: Files;
  readonly #folder: string;
  readonly #budgetBytes: number;

  constructor(files: Files, folder: string, budgetBytes = BUDGET_BYTES) {
    this.#files = files;
    this.#folder = folder;
    this.#budgetBytes = budgetBytes;
  }

  /** Puts what the last build left into a build's folder, where the project has nothing there itself. */
  async take(project: string, { caches }: AppPlan, app: string): Promise<void> {
    for (const cache of caches.filter(isInside)) {
      const kept = this.#place(project, cache);
      const target = join(app, cache);
      if (!(await this.#files.exists(kept)) || (await this.#files.exists(target))) continue;
      await this.#files.makeFolder(dirname(target));
      // Another build may have taken it just now.
      await this.#files.rename(kept, target).catch(() => undefined);
    }
  }

  /** Takes the folders out of what was built and keeps them for the next build. */
  async keep(project: string, { caches }: AppPlan, app: string, now: number): Promise<void> {
    for (const cache of caches.filter(isInside)) {
      const made = join(app, cache);
      if (!(await this.#files.stat(made))?.isDirectory()) continue;
      const place = this.#place(project, cache);
      await this.#files.remove(place);
      await this.#files.makeFolder(dirname(place));
      await this.#files.rename(made, place);
    }
    if (caches.length > 0) await this.#shrink(project, now);
  }

  #place(project: string, cache: string): string {
    return join(this.#folder, project, "folders", encodeURIComponent(cache));
  }

  async #shrink(project: string, now: number): Promise<void> {
    const bytes = await measureFolder(this.#files, join(this.#folder, project));
    const note: Kept = { bytes, usedAt: now };
    await this.#files.writeAtomically(join(this.#folder, project, "kept.json"), JSON.stringify(note));
    const all = await this.#all();
    let total = all.reduce((sum, kept) => sum + kept.bytes, 0);
    for (const oldest of all.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.#budgetBytes) return;
      await this.#files.remove(join(this.#folder, oldest.name));
      total -= oldest.bytes;
    }
  }

  async #all(): Promise<(Kept & { name: string })[]> {
    const all: (Kept & { name: string })[] = [];
    for (const { name } of await this.#files.list(this.#folder)) {
      const note = join(this.#folder, name, "kept.json");
      if (await this.#files.exists(note)) all.push({ name, ...(JSON.parse(await this.#files.readText(note)) as Kept) });
    }
    return all;
  }
}

const isInside = (path: string) => !path.startsWith("/") && !path.split("/").includes("..") && path !== ".";
