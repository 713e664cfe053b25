import { realFiles } from "../../src/host/files.ts";
import { AppError } from "../../src/lib/errors.ts";
import { EventHub } from "../../src/runtimes/event-hub.ts";
import type {
  Artifact,
  BuildRequest,
  Instance,
  InstanceState,
  Made,
  Runtime,
  RuntimeEvent,
  RuntimeLogLine,
  StartRequest,
  Usage,
} from "../../src/runtimes/runtime.ts";

/** An engine that only remembers. Names end in what the test knows: the deployment's number stands for its id. */
export class FakeRuntime implements Runtime {
  readonly name = "process" as const;
  readonly done: string[] = [];
  readonly images = new Map<string, Made>();
  readonly instances = new Map<string, Instance>();
  /** What the next builds do instead of succeeding. */
  failBuild: string | null = null;
  holdBuild: PromiseWithResolvers<void> | null = null;
  exitCode: number | null = null;
  hookExitCode = 0;
  down: string | null = null;
  /** What a build prints, and what every service has said. */
  buildLines: string[] = [];
  said: string[] = [];
  open: { port: number; loopbackOnly: boolean }[] = [];

  /** How many connections each service has; none when it is not named. */
  readonly connected = new Map<string, number>();
  used: Usage = { cpus: 0, memoryBytes: 0 };
  /** A test tells what happens: `runtime.happened.tell({ … })`. */
  readonly happened = new EventHub();

  resume = async () => {};
  problem = async () => this.down;
  buildLimits = async () => null;
  forgetBuilds = async (names: readonly string[], since: number) =>
    void this.done.push(`forget ${names} since ${since}`);
  fragility = async () => null;
  recipe = () => "FROM scratch";

  async build({ name, labels, signal, log, variables }: BuildRequest): Promise<Artifact> {
    this.done.push(`build ${name}`);
    for (const [key, value] of Object.entries(variables)) log("out", `${key}=${value}`);
    for (const line of this.buildLines) log("err", line);
    const aborted = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    if (this.holdBuild) await Promise.race([this.holdBuild.promise, aborted]);
    if (this.failBuild) throw new AppError({ code: "build_failed", status: 422, summary: this.failBuild });
    const artifact: Artifact = { kind: "image", image: `image-of-${name}`, bytes: 1 };
    this.images.set(artifact.image, { artifact, deployment: labels.deployment });
    return artifact;
  }

  made = async () => [...this.images.values()];

  async start({ name, service, labels, port }: StartRequest): Promise<Instance> {
    const running = this.instances.get(name);
    if (running) return running;
    this.done.push(`start ${name}`);
    const instance = { name, service, labels, address: "10.0.0.1", port };
    this.instances.set(name, instance);
    return instance;
  }

  async run(_request: StartRequest, command: string): Promise<number> {
    this.done.push(`run ${command}`);
    return this.hookExitCode;
  }

  async inspect(name: string): Promise<InstanceState> {
    const instance = this.instances.get(name);
    if (!instance) return { name: "missing" };
    if (this.exitCode !== null) return { name: "exited", exitCode: this.exitCode, outOfMemory: false, restarts: 0 };
    return { name: "running", instance, restarts: 0, startedAt: 0 };
  }

  listening = async () => this.open;
  connections = async (name: string) => this.connected.get(name) ?? 0;
  usage = async (name: string) => (this.instances.has(name) ? this.used : null);
  pause = async (name: string) => void this.done.push(`pause ${name}`);
  unpause = async (name: string) => void this.done.push(`unpause ${name}`);
  events = (signal: AbortSignal): AsyncIterable<RuntimeEvent> => this.happened.listen(signal);
  list = async () => [...this.instances.values()];

  async stop(name: string): Promise<void> {
    if (this.instances.delete(name)) this.done.push(`stop ${name}`);
  }

  async *logs(): AsyncGenerator<RuntimeLogLine> {
    for (const [index, text] of this.said.entries()) yield { at: index, stream: "err", text, position: String(index) };
  }

  artifactExists = async () => true;

  async removeArtifact(artifact: Artifact): Promise<void> {
    this.done.push(`remove ${artifact.kind === "image" ? artifact.image : artifact.folder}`);
    if (artifact.kind === "image") this.images.delete(artifact.image);
    else await realFiles.remove(artifact.folder);
  }

  async removeNetwork(network: string): Promise<void> {
    this.done.push(`remove network ${network}`);
  }

  async close(): Promise<void> {}
}
