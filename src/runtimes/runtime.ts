import type { AppPlan } from "../plans/plan.ts";

/** The digests of the images that a build stood on, by the names in its recipe: a tag moves, a digest does not. */
export type BaseImages = Record<string, string>;

/** What a build made. An image is named by its id, so a tag that moves cannot change a release. */
export type Artifact =
  | { kind: "image"; image: string; bytes: number; bases?: BaseImages }
  | { kind: "folder"; folder: string; bytes: number }
  | { kind: "site"; folder: string; bytes: number; bases?: BaseImages };

/** Ids that every object an engine makes is labelled with. `installation` keeps two AutoStacks on one engine apart. */
export type Labels = {
  installation: string;
  team: string;
  project: string;
  environment: string;
  deployment: string;
};

export type LogStream = "out" | "err";
export type LogSink = (stream: LogStream, text: string) => void;

export type BuildRequest = {
  labels: Labels;
  /** Names the image or folder: `blog-d2f3a4b`. Building the same name again gives the same artifact. */
  name: string;
  /** The folder that holds the plan's `path`. */
  workspace: string;
  plan: AppPlan;
  /** Build-time variables. They reach the commands as secret mounts or a clean environment, never an image layer. */
  variables: Record<string, string>;
  limits: Limits & { build: BuildLimits };
  /** Told of a folder that may be there for others already, before it is used: from then on it must not be removed. */
  claim: (folder: string) => void;
  /** Told why the engine does not go on, as a sentence, and `null` once it does. */
  onWait?: (reason: string | null) => void;
  log: LogSink;
  signal: AbortSignal;
};

export type Limits = {
  memoryBytes: number;
  cpus: number;
  pids: number;
  /** How much of a service's own output is kept. */
  logBytes: number;
  buildTimeoutMs: number;
};

export type StartRequest = {
  labels: Labels;
  /** The instance's name, which makes starting idempotent: `blog-d2f3a4b-web`. */
  name: string;
  /** The name of the private network of the environment. */
  network: string;
  /** `web`, `worker`, … */
  service: string;
  artifact: Artifact;
  /** `null` runs the image's own command. */
  command: string | null;
  /** The port that the service is told by `$PORT`; `null` for one that listens on none. */
  port: number | null;
  variables: Record<string, string>;
  limits: Limits;
};

/** A service that an engine runs. `address:port` is reachable from this machine. */
export type Instance = { name: string; service: string; labels: Labels; address: string | null; port: number | null };

export type InstanceState =
  | { name: "running"; instance: Instance; restarts: number; startedAt: number }
  | { name: "exited"; exitCode: number; outOfMemory: boolean; restarts: number }
  | { name: "missing" };

/** `position` is the engine's own word for the line's place in the service's log. */
export type RuntimeLogLine = { at: number; stream: LogStream; text: string; position: string };

export type LogOptions = {
  follow: boolean;
  tail: number;
  /** Goes on right after the line with this position; `tail` then counts for nothing. */
  after: string | null;
  signal: AbortSignal;
};

/** `cpus` counts whole cores. */
export type Usage = { cpus: number; memoryBytes: number };

export type RuntimeEvent = {
  at: number;
  name: string;
  labels: Labels;
  kind: { name: "started" } | { name: "died"; exitCode: number; outOfMemory: boolean };
};

/** What a build may use, all its steps together. */
export type BuildLimits = { memoryBytes: number; cpus: number; pids: number };

/** An artifact that an engine still has, and the deployment that it was made for. */
export type Made = { artifact: Artifact; deployment: string };

/** One engine that builds artifacts and runs services. Engines differ only behind this. */
export interface Runtime {
  readonly name: "docker" | "process";
  /** Takes up what an earlier AutoStack has left running, and ends what only that one waited for. Called once, before anything else. */
  resume(): Promise<void>;
  /** Why the engine cannot be used now (`"Docker does not answer at …"`), or `null`. */
  problem(): Promise<string | null>;
  /** What makes services end with something else than themselves, and the line that mends it; `null` when nothing does. */
  fragility(): Promise<{ says: string; fix: string } | null>;
  /**
   * The recipe that `build` follows for a project, to show and to keep: a Dockerfile, or a shell script. With what came out of
   * it, the recipe as it was built: its base images are pinned.
   */
  recipe(plan: AppPlan, project: string, made?: Artifact): string;
  build(request: BuildRequest): Promise<Artifact>;
  /** The machine went down in the middle of these builds, the first of which began at `since`: nothing of them is used again. */
  forgetBuilds(names: readonly string[], since: number): Promise<void>;
  /** Why builds cannot be held to their limits on this machine, in a sentence, or `null`. */
  buildLimits(): Promise<string | null>;
  start(request: StartRequest): Promise<Instance>;
  /** Runs one command to its end with the artifact and variables of a service; resolves to its exit code. */
  run(request: StartRequest, command: string, log: LogSink, signal: AbortSignal): Promise<number>;
  inspect(name: string): Promise<InstanceState>;
  /** TCP ports that the service listens on, with whether only loopback can reach each. For "listens on 127.0.0.1 only". */
  listening(name: string): Promise<{ port: number; loopbackOnly: boolean }[]>;
  /** Open TCP connections to the service's port: what is to be waited for before it is stopped. */
  connections(name: string): Promise<number>;
  /** What it uses now; `null` when it does not run. */
  usage(name: string): Promise<Usage | null>;
  /** Freezes the service; it keeps its memory and its connections. */
  pause(name: string): Promise<void>;
  unpause(name: string): Promise<void>;
  /** What happens to services, as it happens. Ends at `signal`. */
  events(signal: AbortSignal): AsyncIterable<RuntimeEvent>;
  /** Everything of this installation that exists, running or not. */
  list(): Promise<Instance[]>;
  /** SIGTERM, then SIGKILL after `graceMs`; removes the instance. No error when it is gone already. */
  stop(name: string, graceMs: number): Promise<void>;
  /** The service's own output, oldest first. */
  logs(name: string, options: LogOptions): AsyncIterable<RuntimeLogLine>;
  artifactExists(artifact: Artifact): Promise<boolean>;
  /** A folder's place in the line with builds that may want it is taken before this returns. */
  removeArtifact(artifact: Artifact): Promise<void>;
  /** What builds have made and is still there. Folders are not among it: they stand in the data folder and are found there. */
  made(): Promise<Made[]>;
  /** Removes an environment's network once nothing runs in it. */
  removeNetwork(network: string): Promise<void>;
  /** Ends what lives only as long as the control plane (development); apps on a server run on. */
  close(): Promise<void>;
}
