import type { PlanEdits } from "../plans/plan.ts";
import type { Source } from "../sources/source.ts";
import type { EnvironmentSettings } from "./environment-settings.ts";

/** What a user deploys, from one source. */
export type Project = {
  id: string;
  team: string;
  slug: string;
  name: string;
  source: Source;
  edits: PlanEdits;
  /** The port of its own where no wildcard name exists; otherwise `null`. */
  port: number | null;
  createdAt: number;
};

export type EnvironmentKind = "production" | "preview";

/** Production, or a named preview. Traffic goes to `release`, run by the services of `deployment`. */
export type Environment = {
  id: string;
  project: string;
  kind: EnvironmentKind;
  /** `production`, or the preview's name (its branch). */
  name: string;
  release: string | null;
  deployment: string | null;
  settings: EnvironmentSettings;
  createdAt: number;
};
