import type { Config } from "../config.ts";
import type { Diagnosis, LogKind, RuleLanguage } from "../diagnosis/rule.ts";
import type { HostnameStore } from "../domains/hostname-store.ts";
import type { Edge } from "../edge/edge.ts";
import type { Host } from "../host/host.ts";
import type { NewJob } from "../jobs/job.ts";
import type { OneAtATime } from "../lib/one-at-a-time.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import type { Projects } from "../projects/projects.ts";
import type { Variables } from "../projects/variables.ts";
import type { LogSink, Runtime } from "../runtimes/runtime.ts";
import type { SnapshotStore } from "../sources/snapshot.ts";
import type { SourceInput, Workspace } from "../sources/source.ts";
import type { Bell } from "./bell.ts";
import type { DeploymentStore } from "./deployment-store.ts";
import type { DiskStore } from "./disk-store.ts";
import type { EnvironmentStates } from "./environment-states.ts";
import type { EventStore } from "./event-store.ts";
import type { HistoryStore } from "./history-store.ts";
import type { DeploymentLogs } from "./log.ts";
import type { ReleaseStore } from "./release-store.ts";

/** As what a log is read: a build's or a program's, and of which language. */
export type LogReading = { when: LogKind; language: RuleLanguage };

export type FetchRequest = {
  input: SourceInput;
  into: string;
  credential: string | null;
  log: LogSink;
  signal: AbortSignal;
  /** Whether a snapshot of it is kept, to be built again. */
  keep: boolean;
};

/** All that a deployment works with: the machine, the engine, the edge and where things are kept. */
export type World = {
  /** Labels what engines make, so that two AutoStacks on one engine leave each other alone. */
  installation: string;
  config: Config;
  host: Pick<Host, "now" | "sleep" | "probeTcp" | "probeHttp" | "files">;
  projects: Projects;
  variables: Variables;
  hostnames: HostnameStore;
  fetchSource(request: FetchRequest): Promise<Workspace>;
  readTree(folder: string): Promise<SourceTree>;
  snapshots: SnapshotStore;
  runtime: Runtime;
  edge: Edge;
  deployments: DeploymentStore;
  releases: ReleaseStore;
  history: HistoryStore;
  disk: DiskStore;
  logs: DeploymentLogs;
  bell: Bell;
  events: EventStore;
  states: EnvironmentStates;
  /** Changes of what an environment runs and where its traffic goes, by its id: they must not cross. */
  changes: OneAtATime;
  /** What a build has to wait for, as a sentence; `null` when there is memory for one. */
  admitBuild(): Promise<string | null>;
  /** Adds a job that survives a restart, and wakes the worker. */
  enqueue(job: NewJob): void;
  /** What a log proves, the most likely cause first; only the first few. */
  explain(log: string, as: LogReading): Promise<Diagnosis[]>;
  isPending(kind: string, subject: string): boolean;
};
