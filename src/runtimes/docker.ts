import type { ContainerInspectInfo } from "dockerode";
import type { Docker } from "../host/docker.ts";
import { NO_LIVE_RESTORE } from "../host/docker-version.ts";
import type { Host } from "../host/host.ts";
import type { Listener } from "../host/listening.ts";
import { countConnections, parseListeners } from "../host/listening.ts";
import { AppError } from "../lib/errors.ts";
import type { AppPlan } from "../plans/plan.ts";
import { CpuMeter } from "./cpu-meter.ts";
import { buildFromPlan, imageRecipe, imageTag } from "./docker-build.ts";
import { nameTaken, oneOffFor, toInstance, toState } from "./docker-container.ts";
import { DockerEventFeed } from "./docker-events.ts";
import { dockerLabels, isService, ofInstallation, readLabels } from "./docker-labels.ts";
import { ownImages, ownServices, removeLeftOneOffs } from "./docker-own.ts";
import { socketTables } from "./docker-sockets.ts";
import { placeFor, startNew } from "./docker-start.ts";
import { noFolder } from "./folders.ts";
import type {
  Artifact,
  BaseImages,
  BuildRequest,
  Instance,
  InstanceState,
  LogOptions,
  LogSink,
  Made,
  Runtime,
  RuntimeEvent,
  RuntimeLogLine,
  StartRequest,
  Usage,
} from "./runtime.ts";
import { copyPlainSite, isPlainSite } from "./site.ts";
import { SiteFolders } from "./site-folders.ts";

/** Where a generated Dockerfile of a static app leaves the files to serve. */
const SITE_IN_IMAGE = "/site";

const CLOSE_GRACE_MS = 3000;
const LOG_PAUSE_MS = 200;

export type DockerOptions = {
  /** Only objects with this label are seen or touched. */
  installation: string;
  sitesFolder: string;
  /** Whether services outlive AutoStack. The next one finds them by their labels. */
  keepRunning: boolean;
};

type DockerHost = Pick<Host, "docker" | "files" | "now" | "sleep">;

/** Services as containers of a Docker Engine on this machine. */
export class DockerRuntime implements Runtime {
  readonly name = "docker";
  readonly #host: DockerHost;
  readonly #docker: Docker;
  readonly #sites: SiteFolders;
  readonly #options: DockerOptions;
  readonly #meter = new CpuMeter();

  constructor(host: DockerHost, options: DockerOptions) {
    this.#host = host;
    this.#docker = host.docker;
    this.#sites = new SiteFolders(host.files, options.sitesFolder);
    this.#options = options;
  }

  resume(): Promise<void> {
    return removeLeftOneOffs(this.#docker, this.#options.installation);
  }

  problem(): Promise<string | null> {
    return this.#docker.problem();
  }

  buildLimits(): Promise<string | null> {
    return this.#docker.buildLimits();
  }

  async fragility() {
    return (await this.#docker.liveRestore()) ? null : NO_LIVE_RESTORE;
  }

  recipe(plan: AppPlan, project: string, made?: Artifact): string {
    if (isPlainSite(plan)) return "# The files are served as they are.\n";
    return imageRecipe(plan, project, made && "bases" in made ? made.bases : {});
  }

  async build(request: BuildRequest): Promise<Artifact> {
    const { plan, name } = request;
    if (isPlainSite(plan)) return copyPlainSite(this.#host.files, this.#sites, request);
    if (plan.kind !== "static" || plan.dockerfile) return this.#buildImage(request);
    let bases: BaseImages = {};
    const site = await this.#sites.publish(request, async (folder) => {
      const { image, ...built } = await this.#buildImage(request).catch((error) => {
        throw error instanceof AppError && error.code === "file_missing"
          ? noFolder("output", plan.output ?? ".")
          : error;
      });
      bases = built.bases ?? {};
      await this.#docker.copyFromImage(image, SITE_IN_IMAGE, folder, dockerLabels(request.labels, { name }));
      await this.#docker.removeImage(imageTag(name));
    });
    return { ...site, bases };
  }

  /** The Engine remembers images and steps whose files never reached the disk. */
  async forgetBuilds(names: readonly string[], since: number): Promise<void> {
    for (const name of names) await this.#docker.removeImage(imageTag(name));
    await this.#docker.forgetBuilds(since);
  }

  async #buildImage(request: BuildRequest): Promise<Extract<Artifact, { kind: "image" }>> {
    const made = await this.#docker.image(imageTag(request.name));
    if (made && readLabels(made.Config.Labels ?? {}).deployment === request.labels.deployment) {
      await this.#docker.flush();
      // What it stood on was told while it was built, to nobody who is there any more.
      return { kind: "image", image: made.Id, bytes: made.Size, bases: {} };
    }
    const { image, bases } = await buildFromPlan(this.#host, request);
    return { kind: "image", image, bytes: (await this.#docker.image(image))?.Size ?? 0, bases };
  }

  async start(request: StartRequest): Promise<Instance> {
    const { name } = request;
    const existing = await this.#docker.container(name);
    if (existing && !this.#isOwnService(existing)) throw nameTaken(name);
    if (existing && toState(existing).name === "running") return toInstance(existing);
    if (existing) await this.#docker.removeContainer(name);
    return startNew(this.#docker, request);
  }

  async run(request: StartRequest, command: string, log: LogSink, signal: AbortSignal): Promise<number> {
    const name = `${request.name}-run-${crypto.randomUUID().slice(0, 8)}`;
    await this.#docker.createContainer(oneOffFor({ ...request, name }, await placeFor(this.#docker, request), command));
    try {
      await this.#docker.startContainer(name);
      const lines = this.#docker.containerLogs(name, {
        follow: true,
        tail: Number.POSITIVE_INFINITY,
        after: null,
        signal,
      });
      for await (const line of lines) log(line.stream, line.text);
      signal.throwIfAborted();
      return await this.#docker.waitContainer(name);
    } finally {
      await this.#docker.removeContainer(name);
    }
  }

  async inspect(name: string): Promise<InstanceState> {
    const container = await this.#own(name);
    return container ? toState(container) : { name: "missing" };
  }

  async listening(name: string): Promise<Listener[]> {
    const container = await this.#own(name);
    if (!container?.State.Running) return [];
    return parseListeners(await socketTables(this.#host, container));
  }

  async connections(name: string): Promise<number> {
    const container = await this.#own(name);
    const { port } = container ? toInstance(container) : { port: null };
    if (!container?.State.Running || port === null) return 0;
    return countConnections(await socketTables(this.#host, container), port);
  }

  async usage(name: string): Promise<Usage | null> {
    const container = await this.#own(name);
    if (!container || toState(container).name !== "running") {
      this.#meter.forget(name);
      return null;
    }
    const { cpuMs, memoryBytes } = await this.#docker.containerUsage(name);
    const reading = { at: this.#host.now(), cpuMs, since: Date.parse(container.State.StartedAt) };
    return { cpus: this.#meter.cpus(name, reading), memoryBytes };
  }

  async pause(name: string): Promise<void> {
    if (await this.#own(name)) await this.#docker.pauseContainer(name);
  }

  async unpause(name: string): Promise<void> {
    if (await this.#own(name)) await this.#docker.unpauseContainer(name);
  }

  events(signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    return new DockerEventFeed(this.#host, this.#options.installation).follow(signal);
  }

  list(): Promise<Instance[]> {
    return ownServices(this.#docker, this.#options.installation);
  }

  async stop(name: string, graceMs: number): Promise<void> {
    if (!(await this.#own(name))) return;
    await this.#docker.stopContainer(name, graceMs);
    await this.#docker.removeContainer(name);
  }

  async *logs(name: string, options: LogOptions): AsyncGenerator<RuntimeLogLine> {
    let { after } = options;
    while (!options.signal.aborted && (await this.#own(name))) {
      for await (const line of this.#docker.containerLogs(name, { ...options, after })) {
        yield line;
        after = line.position;
      }
      if (!options.follow) return;
      // The container has ended: Docker may be about to start it again. Who reads no further does not wait for that.
      await this.#host.sleep(LOG_PAUSE_MS, options.signal);
    }
  }

  async artifactExists(artifact: Artifact): Promise<boolean> {
    if (artifact.kind === "image") return (await this.#docker.image(artifact.image)) !== null;
    return this.#host.files.exists(artifact.folder);
  }

  async removeArtifact(artifact: Artifact): Promise<void> {
    if (artifact.kind !== "image") return this.#sites.remove(artifact.folder);
    const image = await this.#docker.image(artifact.image);
    if (image && this.#isOwn(image)) await this.#docker.removeImage(artifact.image);
  }

  made = (): Promise<Made[]> => ownImages(this.#docker, this.#options.installation);

  async removeNetwork(network: string): Promise<void> {
    await this.#docker.removeNetwork(network, ofInstallation(this.#options.installation));
  }

  async close(): Promise<void> {
    if (this.#options.keepRunning) return;
    await Promise.all((await this.list()).map(({ name }) => this.stop(name, CLOSE_GRACE_MS)));
  }

  async #own(name: string): Promise<ContainerInspectInfo | null> {
    const container = await this.#docker.container(name);
    return container && this.#isOwnService(container) ? container : null;
  }

  #isOwnService(container: ContainerInspectInfo): boolean {
    return this.#isOwn(container) && isService(container.Config.Labels);
  }

  #isOwn({ Config }: { Config: { Labels?: Record<string, string> | null } }): boolean {
    return readLabels(Config.Labels ?? {}).installation === this.#options.installation;
  }
}
