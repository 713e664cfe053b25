import { join } from "node:path";
import type { Files } from "../host/files.ts";
import type { Listener } from "../host/listening.ts";
import { followLogFile } from "../host/log-file.ts";
import type { AppPlan } from "../plans/plan.ts";
import { scriptFor } from "../plans/script.ts";
import { execLine } from "../plans/shell-line.ts";
import { CpuMeter } from "./cpu-meter.ts";
import { checkName, folderInside } from "./folders.ts";
import { appFolder, type BuildHost, buildFolder } from "./process-build.ts";
import { ProcessCaches } from "./process-caches.ts";
import { cacheVariables, provideBun } from "./process-environment.ts";
import { placeOf } from "./process-place.ts";
import type { ProcessRecord } from "./process-state.ts";
import { ProcessState, toInstance } from "./process-state.ts";
import type { SupervisorHost } from "./process-supervisor.ts";
import { ProcessSupervisor } from "./process-supervisor.ts";
import type {
  Artifact,
  BuildRequest,
  Instance,
  InstanceState,
  LogOptions,
  LogSink,
  Runtime,
  RuntimeEvent,
  RuntimeLogLine,
  StartRequest,
  Usage,
} from "./runtime.ts";
import { copyPlainSite, isPlainSite } from "./site.ts";
import { SiteFolders } from "./site-folders.ts";

const STOP_POLL_MS = 50;
const CLOSE_GRACE_MS = 3000;

export type ProcessOptions = {
  /** Only services with this label are listed. */
  installation: string;
  /** Builds, state and logs of services live here. */
  folder: string;
  sitesFolder: string;
  /** What the commands see of AutoStack's own environment: see `inheritedFrom`. */
  environment: Record<string, string>;
  /** Whether services outlive AutoStack. */
  keepRunning: boolean;
};

/** Services as child processes, without walls between them: for laptops, Replit and the demo. */
export class ProcessRuntime implements Runtime {
  readonly name = "process";
  readonly #host: SupervisorHost & { files: Files };
  readonly #options: ProcessOptions;
  readonly #meter = new CpuMeter();
  readonly #state: ProcessState;
  readonly #supervisor: ProcessSupervisor;
  readonly #builder: BuildHost;
  readonly #sites: SiteFolders;

  constructor(host: SupervisorHost & { files: Files }, options: ProcessOptions) {
    this.#host = host;
    this.#options = options;
    this.#sites = new SiteFolders(host.files, options.sitesFolder);
    this.#state = new ProcessState(host.files, join(options.folder, "run"));
    this.#supervisor = new ProcessSupervisor(host, this.#state);
    this.#builder = { ...host, caches: new ProcessCaches(host.files, join(options.folder, "build-folders")) };
  }

  /** Takes up the services that an earlier AutoStack has left running, and starts those that have ended since. */
  async resume(): Promise<void> {
    for (const record of await this.#records()) this.#supervisor.watch(record);
  }

  /** Only a folder that was flushed has the record that makes it a build. */
  async forgetBuilds(): Promise<void> {}

  async problem(): Promise<string | null> {
    return this.#host.processes.which("sh") ? null : "This machine has no shell (sh).";
  }

  buildLimits(): Promise<string | null> {
    return this.#host.processes.buildLimits();
  }

  async fragility(): Promise<null> {
    return null;
  }

  recipe(plan: AppPlan): string {
    return isPlainSite(plan) ? "# The files are served as they are.\n" : scriptFor(plan);
  }

  async build(request: BuildRequest): Promise<Artifact> {
    const { plan, name } = request;
    const { files } = this.#host;
    if (isPlainSite(plan)) return copyPlainSite(files, this.#sites, request);
    const folder = join(this.#options.folder, "builds", checkName(name));
    if (plan.kind !== "static") return buildFolder(this.#builder, folder, request, await this.#environment());
    return this.#sites.publish(request, async (site) => {
      await buildFolder(this.#builder, folder, request, await this.#environment());
      const output = await folderInside(files, appFolder(folder), plan.output ?? ".", "output");
      await files.copyFolder(output, site);
      await files.remove(folder);
    });
  }

  async start(request: StartRequest): Promise<Instance> {
    const { name, labels, service, limits } = request;
    const existing = await this.#state.read(checkName(name));
    if (existing && (await this.#host.processes.isAlive(existing.spawned))) return toInstance(existing);
    if (existing) await this.stop(name, 0);
    const port = request.port === null ? null : await this.#host.processes.freePort();
    const { cwd, env, start } = await placeOf(this.#host.files, request, port);
    const argv = ["sh", "-c", execLine(start)];
    await this.#state.prepare();
    const spawned = await this.#host.processes.spawn(argv, { cwd, env, logFile: this.#state.logFile(name) });
    const startedAt = this.#host.now();
    const { logBytes } = limits;
    const record = { name, service, labels, port, cwd, argv, env, logBytes, restarts: 0, startedAt, spawned };
    await this.#state.write(record);
    this.#supervisor.started(record);
    this.#supervisor.watch(record);
    return toInstance(record);
  }

  async run(request: StartRequest, command: string, log: LogSink, signal: AbortSignal): Promise<number> {
    const { cwd, env } = await placeOf(this.#host.files, { ...request, command }, request.port);
    const { exitCode } = await this.#host.processes.run(["sh", "-c", command], { cwd, env, signal, onLine: log });
    return exitCode;
  }

  async inspect(name: string): Promise<InstanceState> {
    const record = await this.#state.read(name);
    if (!record) return { name: "missing" };
    const { restarts, startedAt, spawned } = record;
    if (await this.#host.processes.isAlive(spawned)) {
      return { name: "running", instance: toInstance(record), restarts, startedAt };
    }
    return { name: "exited", exitCode: this.#host.processes.exitCode(spawned) ?? 1, outOfMemory: false, restarts };
  }

  async listening(name: string): Promise<Listener[]> {
    const record = await this.#state.read(name);
    return record ? this.#host.processes.listening(record.spawned) : [];
  }

  /** All services share the machine's network: a port of it is one service's own. */
  async connections(name: string): Promise<number> {
    const port = (await this.#state.read(name))?.port ?? null;
    return port === null ? 0 : this.#host.processes.connections(port);
  }

  async usage(name: string): Promise<Usage | null> {
    const record = await this.#state.read(name);
    const { processes, now } = this.#host;
    if (!record || !(await processes.isAlive(record.spawned))) {
      this.#meter.forget(name);
      return null;
    }
    const { cpuMs, memoryBytes } = await processes.usage(record.spawned);
    return { cpus: this.#meter.cpus(name, { at: now(), cpuMs, since: record.startedAt }), memoryBytes };
  }

  async pause(name: string): Promise<void> {
    const record = await this.#state.read(name);
    if (record) await this.#host.processes.signal(record.spawned, "SIGSTOP");
  }

  async unpause(name: string): Promise<void> {
    const record = await this.#state.read(name);
    if (record) await this.#host.processes.signal(record.spawned, "SIGCONT");
  }

  events(signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    return this.#supervisor.events.listen(signal);
  }

  async list(): Promise<Instance[]> {
    return (await this.#records()).map(toInstance);
  }

  async stop(name: string, graceMs: number): Promise<void> {
    const record = await this.#end(name, graceMs);
    if (record) await this.#state.remove(name);
  }

  /** Ends the service and everything that it has started. */
  async #end(name: string, graceMs: number): Promise<ProcessRecord | null> {
    await this.#supervisor.forget(name);
    // Read only now: the supervisor may just have started it again.
    const record = await this.#state.read(name);
    if (!record) return null;
    const { processes } = this.#host;
    const wasAlive = await processes.isAlive(record.spawned);
    await processes.signal(record.spawned, "SIGTERM");
    // A frozen one hears it only now.
    await processes.signal(record.spawned, "SIGCONT");
    const until = this.#host.now() + graceMs;
    while (this.#host.now() < until && (await processes.isAlive(record.spawned))) await this.#host.sleep(STOP_POLL_MS);
    await processes.signal(record.spawned, "SIGKILL");
    if (wasAlive) this.#supervisor.died(record);
    return record;
  }

  /** The files carry no clock: a line's time is when it was seen, or for older ones when the file was last written. */
  async *logs(name: string, { follow, tail, after, signal }: LogOptions): AsyncGenerator<RuntimeLogLine> {
    const isOver = async () => !follow || (await this.#state.read(name)) === null;
    const from = { tail, after: after === null ? null : Number(after) || 0 };
    const lines = followLogFile(this.#state.logFile(name), { ...from, signal, isOver });
    for await (const line of lines) yield { ...line, position: String(line.position), stream: "out" };
  }

  async artifactExists(artifact: Artifact): Promise<boolean> {
    return artifact.kind !== "image" && this.#host.files.exists(artifact.folder);
  }

  async removeArtifact(artifact: Artifact): Promise<void> {
    if (artifact.kind !== "image") await this.#sites.remove(artifact.folder);
  }

  made = async () => [];

  /** All services share the machine's network. */
  async removeNetwork(): Promise<void> {}

  async close(): Promise<void> {
    await this.#supervisor.forgetAll();
    if (this.#options.keepRunning) return;
    const records = await this.#records();
    await Promise.all(records.map(({ name }) => this.#end(name, CLOSE_GRACE_MS)));
  }

  async #records(): Promise<ProcessRecord[]> {
    const all = await this.#state.all();
    return all.filter(({ labels }) => labels.installation === this.#options.installation);
  }

  async #environment(): Promise<Record<string, string>> {
    const { folder, environment } = this.#options;
    const bun = await provideBun(this.#host, join(folder, "bin"));
    const path = [...(bun ? [bun] : []), environment.PATH].join(":");
    return { ...environment, PATH: path, ...cacheVariables(join(folder, "cache")) };
  }
}
