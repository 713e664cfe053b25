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

/** How to build and run one deployable folder. Commands are shell lines that run inside the build or the container. */
export type AppPlan = {
  /** The folder inside the source, `.` for its root. */
  path: string;
  kind: AppKind;
  language: string;
  framework: string | null;
  packageManager: string | null;
  runtime: { name: string; version: string; from: string };
  /** Gets the tools that `install` needs (`npm install --global pnpm@10`), before any file of the project is there. */
  prepare: string | null;
  install: string | null;
  /** The files that `install` reads, so that dependencies are kept until one of them changes. Empty: it reads everything. */
  manifests: string[];
  build: string | null;
  start: string | null;
  /** The folder of a static app's files, relative to `path`. */
  output: string | null;
  port: number | null;
  /** The HTTP path that is probed; `null` for workers. */
  health: string | null;
  /** A Dockerfile of the project's own, relative to `path`, which then decides install, build and start. */
  dockerfile: string | null;
  processes: PlanProcess[];
  variables: WantedVariable[];
  databases: string[];
  hooks: Hooks;
  facts: Fact[];
  findings: Finding[];
};

/** What a scan of a source tells: its deployable parts, best first, and what was looked for when there are none. */
export type Scan = { apps: AppPlan[]; lookedFor: string[] };

/** What a person changed. A field that is absent was left to the detectors; `null` and `""` switch a command off. */
export type PlanEdits = Partial<
  Pick<AppPlan, "path" | "install" | "build" | "start" | "output" | "port" | "health" | "kind">
> & { runtimeVersion?: string; hooks?: Partial<Hooks> };
