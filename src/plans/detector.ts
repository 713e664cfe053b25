import type { Folder } from "./folder.ts";
import type { AppPlan, Scan } from "./plan.ts";
import { NO_HOOKS } from "./plan.ts";

/** Recognises one stack. A detector is one file in `detectors/`, listed in `detectors.ts`, with a fixture of its own. */
export type Detector = {
  /** The stack's name as its own people write it: "Next.js". */
  name: string;
  /** What it looks for, as a person would say it: "a `Dockerfile`". */
  looksFor: string;
  /** The plan for the folder, or `null` when this is another stack. */
  detect(folder: Folder): Draft | null;
};

/** What a detector says; the rest of a plan is read the same way for every stack. */
export type Draft = Pick<AppPlan, "kind" | "language" | "runtime"> &
  Partial<Omit<AppPlan, "path" | "variables" | "hooks" | "imports" | "decided" | "values" | "settings">> & {
    hooks?: Partial<AppPlan["hooks"]>;
  };

/** Every field once, in the order in which a plan is printed. */
const EMPTY: AppPlan = {
  path: ".",
  context: ".",
  kind: "server",
  language: "",
  framework: null,
  packageManager: null,
  runtime: { name: "", version: "", from: "default" },
  packages: { build: [], run: [] },
  prepare: null,
  install: null,
  repair: null,
  manifests: [],
  build: null,
  caches: [],
  prune: null,
  ship: [],
  start: null,
  output: null,
  port: null,
  health: null,
  dockerfile: null,
  target: null,
  processes: [],
  variables: [],
  databases: [],
  connections: [],
  hooks: NO_HOOKS,
  redirects: [],
  headers: [],
  values: {},
  settings: null,
  facts: [],
  findings: [],
  imports: [],
  decided: {},
};

/** A plan as it was kept, perhaps by an AutoStack that knew fewer fields. */
export function completeStored(stored: Pick<AppPlan, "path"> & Partial<AppPlan>): AppPlan {
  return { ...EMPTY, context: stored.path, ...stored, hooks: { ...NO_HOOKS, ...stored.hooks } };
}

export const storedScan = ({ apps, ...scan }: Scan): Scan => ({ ...scan, apps: apps.map(completeStored) });

export function completePlan(path: string, draft: Draft): AppPlan {
  return { ...EMPTY, context: path, ...draft, path, hooks: { ...NO_HOOKS, ...draft.hooks } };
}
