import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { User } from "../../src/accounts/user.ts";
import { readConfig } from "../../src/config.ts";
import { Bell } from "../../src/deployments/bell.ts";
import { DeploymentStore } from "../../src/deployments/deployment-store.ts";
import { Deployments } from "../../src/deployments/deployments.ts";
import { DiskStore } from "../../src/deployments/disk-store.ts";
import { EnvironmentStates } from "../../src/deployments/environment-states.ts";
import { EventStore } from "../../src/deployments/event-store.ts";
import { HistoryStore } from "../../src/deployments/history-store.ts";
import { jobKinds } from "../../src/deployments/job-kinds.ts";
import { DeploymentLogs } from "../../src/deployments/log.ts";
import { ReleaseStore } from "../../src/deployments/release-store.ts";
import type { World } from "../../src/deployments/world.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { HostnameStore } from "../../src/domains/hostname-store.ts";
import { realFiles } from "../../src/host/files.ts";
import type { ProbeResult } from "../../src/host/host.ts";
import { JobStore } from "../../src/jobs/job-store.ts";
import { Worker } from "../../src/jobs/worker.ts";
import { OneAtATime } from "../../src/lib/one-at-a-time.ts";
import { treeOf } from "../../src/plans/source-tree.ts";
import type { Project } from "../../src/projects/project.ts";
import { Projects } from "../../src/projects/projects.ts";
import { Variables } from "../../src/projects/variables.ts";
import type { SnapshotStore } from "../../src/sources/snapshot.ts";
import { Teams } from "../../src/teams/teams.ts";
import { memoryDatabase, testBox } from "./database.ts";
import { FakeEdge } from "./fake-edge.ts";
import { FakeRuntime } from "./fake-runtime.ts";

const FILES = { "package.json": '{"scripts":{"start":"node server.js"}}', "server.js": "listen(process.env.PORT)" };

/** A world whose machine, engine and edge only remember; database, log files and queue are real. */
export class FakeWorld {
  readonly db = memoryDatabase();
  readonly runtime = new FakeRuntime();
  readonly edge = new FakeEdge();
  readonly jobs = new JobStore(this.db);
  readonly folder = mkdtempSync(join(tmpdir(), "autostack-world-"));
  readonly user: User;
  readonly team: string;
  readonly projects: Projects;
  readonly variables: Variables;
  readonly world: World;
  readonly deployments: Deployments;
  /** What the code is, and what its service answers. */
  files: Record<string, string> = FILES;
  answer: ProbeResult = { kind: "answered", status: 200 };
  freeBytes = 100e9;
  /** What a build has to wait for, besides the disk. */
  shortOfMemory: string | null = null;
  /** Sleeping takes no time, so that what waits for a limit waits on. */
  frozen = false;
  now = 1_800_000_000_000;
  #worker: Worker;

  constructor(env: Record<string, string> = {}) {
    const now = () => ++this.now;
    const teams = new Teams({ db: this.db, now });
    this.user = { id: "ada", email: "ada@example.com", name: "Ada", role: "owner", createdAt: 1 };
    this.db.run("insert into users values ('ada', 'ada@example.com', 'Ada', 'x', 'owner', 1)");
    this.team = teams.makePersonalTeam(this.user).team.id;
    const config = readConfig({ AUTOSTACK_DATA: this.folder, AUTOSTACK_KEPT_RELEASES: "2", ...env });
    this.projects = new Projects({ db: this.db, box: testBox, now, config, teams });
    this.variables = new Variables({ db: this.db, box: testBox, now });
    this.world = this.#makeWorld(config, now);
    this.deployments = new Deployments({ world: this.world, jobs: this.jobs, wake: () => this.#worker.wake() });
    this.#worker = this.#makeWorker();
    this.#worker.start();
  }

  project(slug: string, edits: Project["edits"] = {}): Project {
    return this.projects.create(this.team, { slug, source: { kind: "example", name: "node" }, edits });
  }

  /** Deploys and waits for the end. */
  async deploy(project: Project) {
    const { id } = await this.deployments.start(project, { startedBy: "Ada" });
    return this.ended(id);
  }

  async ended(id: string) {
    const signal = AbortSignal.timeout(5000);
    const isDone = () =>
      ["live", "canary", "retired", "failed", "cancelled", "superseded"].includes(this.state(id).name);
    while (!isDone()) {
      const change = this.world.bell.wait(id, signal);
      if (isDone()) break;
      await change;
      signal.throwIfAborted();
    }
    return this.world.deployments.get(id);
  }

  /** Waits for what happens by itself, letting everything else go on meanwhile. */
  async until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error(`It never became so: ${isSo}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  state(id: string) {
    return this.world.deployments.get(id).state;
  }

  async logText(id: string): Promise<string> {
    return (await this.world.logs.read(id)).map(({ text }) => text).join("\n");
  }

  /** Looks into the queue as if the time had passed. */
  pass(durationMs: number): void {
    this.now += durationMs;
    this.#worker.wake();
  }

  /** As if the process had ended and begun again. */
  async restart(): Promise<void> {
    await this.#worker.stop();
    this.#worker = this.#makeWorker();
    this.#worker.start();
  }

  async close(): Promise<void> {
    await this.#worker.stop();
    await realFiles.remove(this.folder);
  }

  #makeWorker(): Worker {
    const kinds = jobKinds(this.world, this.deployments, { deploy: this.deployments.handler, concurrency: 2 });
    return new Worker({ store: this.jobs, kinds, now: () => this.now });
  }

  #makeWorld(config: World["config"], now: () => number): World {
    const bell = new Bell();
    const files = {
      ...realFiles,
      disk: async () => ({ freeBytes: this.freeBytes, totalBytes: 1e12, freeInodes: 1e6, totalInodes: 2e6 }),
    };
    const host: World["host"] = {
      now,
      sleep: async (durationMs) => {
        if (!this.frozen) this.now += durationMs;
        await new Promise((resolve) => setImmediate(resolve));
      },
      probeTcp: async () => this.answer,
      probeHttp: async () => this.answer,
      files,
    };
    return {
      installation: "test",
      ...{ config, host, bell, projects: this.projects, variables: this.variables },
      hostnames: new HostnameStore(this.db),
      fetchSource: async ({ into }) => ({
        folder: into,
        revision: { kind: "example", name: "node", hash: "abc" },
        snapshot: { hash: "abc", bytes: 10, files: Object.keys(this.files).length },
      }),
      readTree: async () => treeOf(this.files),
      snapshots: { open: async () => {}, removeUnused: async () => {} } as unknown as SnapshotStore,
      runtime: this.runtime,
      edge: this.edge,
      deployments: new DeploymentStore(this.db),
      releases: new ReleaseStore(this.db, testBox),
      admitBuild: async () => this.shortOfMemory,
      explain: async (log, as) => diagnose(log, as),
      history: new HistoryStore(this.db),
      events: new EventStore(this.db, now),
      states: new EnvironmentStates(this.db),
      changes: new OneAtATime(),
      enqueue: (job) => {
        this.jobs.add(job, now());
        this.#worker.wake();
      },
      isPending: (kind, subject) => this.jobs.isPending(kind, subject),
      disk: new DiskStore(this.db),
      logs: new DeploymentLogs({ host, folder: join(this.folder, "logs"), limitBytes: 100_000, bell }),
    };
  }
}
