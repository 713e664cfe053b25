import type { EnvironmentSettings, Replicas } from "../projects/environment-settings.ts";

/** One thing that was read from the code, and where. `line` counts from 1; 0 means the file as a whole. */
export type Fact = { name: string; value: string; file: string; line: number };

export type Finding = {
  id: string;
  level: "info" | "warning" | "error";
  title: string;
  fix: string;
  file: string | null;
  line: number;
};

export type AppKind = "static" | "server" | "worker";

/** A process that a Procfile or framework names beside `web`. */
export type PlanProcess = { name: string; command: string };

/** A variable that the code reads. `secret` is a guess by its name. */
export type WantedVariable = {
  name: string;
  required: boolean;
  secret: boolean;
  example: string;
  file: string;
  line: number;
};

/** Commands around the build and the switch of traffic; `null` where there is none. */
export type Hooks = {
  beforeBuild: string | null;
  afterBuild: string | null;
  beforeSwitch: string | null;
  afterSwitch: string | null;
};

export const NO_HOOKS: Hooks = { beforeBuild: null, afterBuild: null, beforeSwitch: null, afterSwitch: null };

/** Debian packages that the plan's steps need (`build`), and those that its program needs as well (`run`). */
export type SystemPackages = { build: string[]; run: string[] };

/** A database that the code connects to, and the variable that tells it where; `null` when none was found. */
export type Connection = { database: string; variable: string | null; file: string; line: number };

/** What became of one line of another platform's file. `name` is the way to the value in that file, `build.command`. */
export type ImportedLine = {
  file: string;
  line: number;
  name: string;
  value: string;
  verdict: "honoured" | "approximated" | "ignored";
  why: string;
};

/** How to build and run one deployable folder. Commands are shell lines that run inside the build or the container. */
export type AppPlan = {
  /** The folder inside the source, `.` for its root. */
  path: string;
  /**
   * The folder inside the source that is copied and in which every command runs: `path`, or the root of the workspace
   * that the app is a part of. `output`, `manifests`, `caches` and `ship` are relative to it.
   */
  context: string;
  kind: AppKind;
  language: string;
  framework: string | null;
  packageManager: string | null;
  runtime: { name: string; version: string; from: string };
  packages: SystemPackages;
  /** Gets the tools that `install` needs (`npm install --global pnpm@10`), before any file of the project is there. */
  prepare: string | null;
  install: string | null;
  /** Runs when `install` fails and ends with 0 when it could mend that: a lockfile out of step. `null`: nothing can. */
  repair: string | null;
  /** The files that `install` reads, so that dependencies are kept until one of them changes. Empty: it reads everything. */
  manifests: string[];
  build: string | null;
  /** Folders that a build fills and the next one goes on from (`.next/cache`, `target`); no image holds them. */
  caches: string[];
  /** After the build: takes away what only the build needed (`npm prune --omit=dev`). */
  prune: string | null;
  /** What the program needs of the folder when that is not all of it: a binary, a jar. Empty: everything. */
  ship: string[];
  start: string | null;
  /** The folder of a static app's files. */
  output: string | null;
  port: number | null;
  /** The HTTP path that is probed; `null` for workers. */
  health: string | null;
  /** A Dockerfile of the project's own, relative to `path`, which then decides install, build and start. */
  dockerfile: string | null;
  /** The stage of that Dockerfile which is built, Docker's `target`; `null`: its last one. */
  target: string | null;
  processes: PlanProcess[];
  variables: WantedVariable[];
  databases: string[];
  connections: Connection[];
  hooks: Hooks;
  /** Rules of a site as lines of a `_redirects` and of a `_headers` file; those of the site's own files come first. */
  redirects: string[];
  headers: string[];
  /** Variables that a file in the source gives a value; they win over those of the project. */
  values: Record<string, string>;
  /** What a file in the source says of how the environment is run; `null` leaves that to its settings. */
  settings: PlannedSettings | null;
  facts: Fact[];
  findings: Finding[];
  /** What was read from the files of other platforms and of AutoStack's own, in the order of the files' lines. */
  imports: ImportedLine[];
  /** The fields that a file in the source decides, each with its place (`Procfile:1`): a form cannot change them. */
  decided: Partial<Record<DecidedField, string>>;
};

export type PlannedSettings = Partial<Replicas> & Partial<Pick<EnvironmentSettings, "switch" | "sleepAfterMs">>;

export type DecidedField = Exclude<keyof PlanEdits, "path" | "hooks"> | keyof Hooks;

/**
 * What a scan of a source tells: its deployable parts, best first; what was looked for, and what to add when there are
 * none.
 */
export type Scan = { apps: AppPlan[]; lookedFor: string[]; toAdd?: string };

/** What a person changed. A field that is absent was left to the detectors; `null` and `""` switch a command off. */
export type PlanEdits = Partial<
  Pick<AppPlan, "path" | "install" | "build" | "start" | "output" | "port" | "health" | "kind">
> & {
  runtimeVersion?: string;
  hooks?: Partial<Hooks>;
  /** `false` leaves the project's own Dockerfiles out, so that a plan is made from the code. */
  useDockerfile?: boolean;
  /** `false` leaves the files of other platforms out; AutoStack's own always counts. */
  usePlatformFiles?: boolean;
};
