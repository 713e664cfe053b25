import type { Config } from "../config.ts";
import type { HostnameStore } from "../domains/hostname-store.ts";
import type { Edge } from "../edge/edge.ts";
import type { Host } from "../host/host.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import type { Projects } from "../projects/projects.ts";
import type { Variables } from "../projects/variables.ts";
import type { LogSink, Runtime } from "../runtimes/runtime.ts";
import type { SnapshotStore } from "../sources/snapshot.ts";
import type { SourceInput, Workspace } from "../sources/source.ts";
import type { Bell } from "./bell.ts";
import type { DeploymentStore } from "./deployment-store.ts";
import type { DeploymentLogs } from "./log.ts";
import type { ReleaseStore } from "./release-store.ts";

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
  logs: DeploymentLogs;
  bell: Bell;
};
