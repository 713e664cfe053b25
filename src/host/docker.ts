import type {
  ContainerCreateOptions,
  ContainerInfo,
  ContainerInspectInfo,
  ImageInfo,
  ImageInspectInfo,
} from "dockerode";
import type { GroupLimits } from "./cgroup.ts";
import type { DockerEvent, EventOptions } from "./docker-events.ts";

/** The files that a build is sent. They are read and streamed one after the other, never held in memory. */
export type BuildContext = {
  folder: string;
  /** Where the folder's files stand in the context: `source`, or `""` for its root. */
  prefix: string;
  /** Files that AutoStack adds, by their path in the context. */
  files: Record<string, string>;
  /** Patterns of a `.dockerignore`; `null` sends everything. */
  ignore: string | null;
};

/** What BuildKit tells while it works, as it happens. */
export type BuildEvent =
  /** The first word of it, before any step. */
  | { kind: "begun" }
  | { kind: "step"; name: string }
  | { kind: "line"; stream: "out" | "err"; text: string }
  | { kind: "done"; name: string; cached: boolean; durationMs: number }
  | { kind: "failed"; name: string; problem: string };

export type ImageBuild = {
  context: BuildContext;
  /** Its path in the context. */
  dockerfile: string;
  /** The stage to build; `null`: the last. */
  target: string | null;
  tag: string;
  labels: Record<string, string>;
  args: Record<string, string>;
  /** What stands before each of the project's commands and would only hide them in the log: it is left out there. */
  prelude: string;
  timeoutMs: number;
  /** What this and all other builds may use together. */
  limits: GroupLimits;
  signal: AbortSignal;
  onEvent: (event: BuildEvent) => void;
};

/** `position` is opaque: what goes on there begins with the next line. */
export type DockerLogLine = { at: number; stream: "out" | "err"; text: string; position: string };
export type DockerLogOptions = {
  follow: boolean;
  tail: number;
  /** Goes on right after the line with this position; `tail` then counts for nothing. */
  after: string | null;
  signal: AbortSignal;
};

export type NewContainer = ContainerCreateOptions & { name: string };

/** A Docker Engine, as far as AutoStack uses it. Whatever goes wrong arrives as an `AppError` or as the signal's reason. */
export interface Docker {
  /** Why the Engine cannot be used now, or `null`. */
  problem(): Promise<string | null>;
  /** Whether containers run on while the Engine itself is restarted. */
  liveRestore(): Promise<boolean>;
  /** How many processors the Engine's machine has: it refuses containers that ask for more. */
  cpus(): Promise<number>;

  /** Resolves to the image's id. */
  build(build: ImageBuild): Promise<string>;
  /** Why builds cannot be held to their limits here, or `null`. */
  buildLimits(): Promise<string | null>;
  /** `null` when there is no such image. */
  image(reference: string): Promise<ImageInspectInfo | null>;
  removeImage(reference: string): Promise<void>;
  /** Those that carry all of the labels. */
  images(labels: Record<string, string>): Promise<ImageInfo[]>;
  /** Bytes that the Engine keeps of earlier builds. */
  buildCacheBytes(): Promise<number>;
  /** Frees what no build has used for a day until about `keepBytes` are left, whoever built it; resolves to the freed bytes. */
  pruneBuildCache(keepBytes: number): Promise<number>;
  /** Forgets what all builds since a moment have left, so that no later one goes on from there. */
  forgetBuilds(since: number): Promise<void>;
  /** What the Engine has made until now outlives a power cut. `build` has seen to that. */
  flush(): Promise<void>;
  /** Unpacks what stands under `path` in an image into an existing folder. */
  copyFromImage(image: string, path: string, folder: string, labels: Record<string, string>): Promise<void>;

  /** `null` when there is no such container. */
  container(name: string): Promise<ContainerInspectInfo | null>;
  /** Running or not, those that carry all of the labels. */
  containers(labels: Record<string, string>): Promise<ContainerInfo[]>;
  createContainer(container: NewContainer): Promise<void>;
  startContainer(name: string): Promise<void>;
  /** SIGTERM, then SIGKILL after `graceMs`. No error when it is gone. */
  stopContainer(name: string, graceMs: number): Promise<void>;
  /** No error when it is frozen already. */
  pauseContainer(name: string): Promise<void>;
  /** No error when it is not frozen. */
  unpauseContainer(name: string): Promise<void>;
  /** Processor time since the container's start, and memory now without what the kernel may drop. */
  containerUsage(name: string): Promise<{ cpuMs: number; memoryBytes: number }>;
  /** With its anonymous volumes. No error when it is gone. */
  removeContainer(name: string): Promise<void>;
  /** Resolves to the exit code. */
  waitContainer(name: string): Promise<number>;
  /** Following ends when the container does, even when Docker will start it again. */
  containerLogs(name: string, options: DockerLogOptions): AsyncIterable<DockerLogLine>;
  /** What happens to containers with the labels. Ends when the connection does or `signal` aborts. */
  events(options: EventOptions): AsyncIterable<DockerEvent>;
  /** Runs a command inside a running container; resolves to its standard output. */
  exec(name: string, argv: readonly string[]): Promise<string>;

  /** Makes the bridge network, in which addresses can be chosen, unless it exists. */
  ensureNetwork(name: string, labels: Record<string, string>): Promise<void>;
  /** An address in the network that no container has, running or not. */
  freeAddress(network: string): Promise<string>;
  /** Left alone while something runs in it or when it lacks the labels. No error when it is gone. */
  removeNetwork(name: string, labels: Record<string, string>): Promise<void>;
}
