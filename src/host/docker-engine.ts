import type { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { errorText } from "../lib/errors.ts";
import { remembered } from "../lib/remembered.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { whyUnlimited } from "./build-groups.ts";
import type { Docker, DockerLogLine, DockerLogOptions, ImageBuild, NewContainer } from "./docker.ts";
import { buildCacheBytes, forgetBuilds, pruneBuildCache } from "./docker-build-cache.ts";
import { copyFromImage } from "./docker-copy.ts";
import { isAlready, isConflict, isMissing, isUnchanged, translateDockerError, unreachable } from "./docker-errors.ts";
import { type DockerEvent, type EventOptions, openEvents, readEvents } from "./docker-events.ts";
import { flushEngine } from "./docker-flush.ts";
import { ignoring, orNull } from "./docker-forgive.ts";
import { logLines, openLogs } from "./docker-logs.ts";
import { createNetwork, freeAddress, removeNetwork } from "./docker-network.ts";
import { toUsage, type Usage } from "./docker-usage.ts";
import { dockerLiveRestore } from "./docker-version.ts";
import { buildWithinLimits } from "./limited-build.ts";

/** How long the Engine may say nothing before a call is given up. What asks for work gets longer than what only asks. */
const LIMIT_MS = { ping: 3000, ask: 10_000, work: 60_000, clean: 600_000, none: 0 };

const PATIENCE_MS = 100;

const filterOf = (labels: Record<string, string>) => Object.entries(labels).map(([key, value]) => `${key}=${value}`);

type Limit = keyof typeof LIMIT_MS;

/** The Engine behind a Unix socket. No API version is named, so that the Engine answers with its own newest. */
export class DockerEngine implements Docker {
  readonly #socketPath: string;
  readonly #limitMs: Record<Limit, number>;
  /** One for each time limit. */
  readonly #clients = new Map<number, Dockerode>();
  #cpus: number | null = null;
  #asking: Promise<string | null> | null = null;
  #problem: string | null = null;

  constructor(socketPath: string, limitMs: Partial<Record<Limit, number>> = {}) {
    this.#socketPath = socketPath;
    this.#limitMs = { ...LIMIT_MS, ...limitMs };
  }

  /** Once the Engine was silent it is asked again and again, but nobody waits long for what it will say. */
  async problem(): Promise<string | null> {
    this.#asking ??= this.#call("ping", (engine) => engine.ping())
      .then(() => null, errorText)
      .finally(() => {
        this.#asking = null;
      });
    const known = this.#problem;
    const answer = this.#asking.then((problem) => {
      this.#problem = problem;
      return problem;
    });
    return known === null ? answer : Promise.race([answer, Bun.sleep(PATIENCE_MS).then(() => known)]);
  }

  /** Every page asks, and a busy Engine takes a tenth of a second to say all that it is. */
  readonly liveRestore = remembered(() => dockerLiveRestore(this.#socketPath), MINUTE_MS);

  async cpus(): Promise<number> {
    this.#cpus ??= await this.#call("ask", async (engine) => Number((await engine.info()).NCPU));
    return this.#cpus;
  }

  /** The build has its own time limit; whatever is asked about it has the usual one. */
  async build(build: ImageBuild): Promise<string> {
    await this.#call("ping", (engine) => engine.ping());
    const asking = await this.#client(this.#limitMs.ask);
    return this.#call("none", (engine) => buildWithinLimits({ engine, asking }, build));
  }

  readonly buildLimits = remembered(() => this.#call("ask", (engine) => whyUnlimited(engine)), MINUTE_MS);

  image(reference: string) {
    return this.#call("ask", (engine) => orNull(engine.getImage(reference).inspect()));
  }

  async removeImage(reference: string): Promise<void> {
    // A container that still runs it keeps the image; retention comes back later.
    await this.#call("work", (engine) =>
      ignoring(engine.getImage(reference).remove({ force: true }), isMissing, isConflict),
    );
  }

  images(labels: Record<string, string>) {
    return this.#call("ask", (engine) => engine.listImages({ filters: { label: filterOf(labels) } }));
  }

  buildCacheBytes(): Promise<number> {
    return this.#call("work", buildCacheBytes);
  }

  pruneBuildCache(keepBytes: number): Promise<number> {
    return this.#call("clean", (engine) => pruneBuildCache(engine, keepBytes));
  }

  forgetBuilds(since: number): Promise<void> {
    return this.#call("clean", (engine) => forgetBuilds(engine, since));
  }

  flush(): Promise<void> {
    return this.#call("clean", flushEngine);
  }

  async copyFromImage(image: string, path: string, folder: string, labels: Record<string, string>): Promise<void> {
    await this.#call("work", (engine) => copyFromImage(engine, { image, path, folder, labels }));
  }

  container(name: string) {
    return this.#call("ask", (engine) => orNull(engine.getContainer(name).inspect()));
  }

  containers(labels: Record<string, string>) {
    return this.#call("ask", (engine) => engine.listContainers({ all: true, filters: { label: filterOf(labels) } }));
  }

  async createContainer(container: NewContainer): Promise<void> {
    await this.#call("work", (engine) => engine.createContainer({ ...container }));
  }

  async startContainer(name: string): Promise<void> {
    await this.#call("work", (engine) => ignoring(engine.getContainer(name).start(), isUnchanged));
  }

  async stopContainer(name: string, graceMs: number): Promise<void> {
    const t = Math.ceil(graceMs / 1000);
    const limitMs = graceMs + this.#limitMs.ask;
    await this.#call(limitMs, (engine) => ignoring(engine.getContainer(name).stop({ t }), isMissing, isUnchanged));
  }

  async pauseContainer(name: string): Promise<void> {
    await this.#call("ask", (engine) => ignoring(engine.getContainer(name).pause(), isAlready));
  }

  async unpauseContainer(name: string): Promise<void> {
    await this.#call("ask", (engine) => ignoring(engine.getContainer(name).unpause(), isAlready));
  }

  containerUsage(name: string): Promise<Usage> {
    return this.#call("ask", async (engine) =>
      toUsage(await engine.getContainer(name).stats({ stream: false, "one-shot": true })),
    );
  }

  async removeContainer(name: string): Promise<void> {
    // A conflict means that its removal is under way already.
    await this.#call("work", (engine) =>
      ignoring(engine.getContainer(name).remove({ force: true, v: true }), isMissing, isConflict),
    );
  }

  waitContainer(name: string): Promise<number> {
    return this.#call("none", async (engine) => Number((await engine.getContainer(name).wait()).StatusCode));
  }

  async *containerLogs(name: string, options: DockerLogOptions): AsyncGenerator<DockerLogLine> {
    const { signal } = options;
    if (signal.aborted) return;
    const stream = await this.#open(signal, (engine, opening) => openLogs(engine, name, options, opening));
    const stop = () => stream.destroy();
    signal.addEventListener("abort", stop, { once: true });
    try {
      yield* logLines(stream, options.after);
    } catch (error) {
      if (!signal.aborted) throw translateDockerError(error, this.#socketPath);
    } finally {
      signal.removeEventListener("abort", stop);
      stream.destroy();
    }
  }

  async *events(options: EventOptions): AsyncGenerator<DockerEvent> {
    const { signal } = options;
    if (signal.aborted) return;
    const stream = await this.#open(signal, (engine, opening) => openEvents(engine, options, opening));
    const stop = () => stream.destroy();
    signal.addEventListener("abort", stop, { once: true });
    try {
      yield* readEvents(stream);
    } catch (error) {
      if (!signal.aborted) throw translateDockerError(error, this.#socketPath);
    } finally {
      signal.removeEventListener("abort", stop);
      stream.destroy();
    }
  }

  exec(name: string, argv: readonly string[]): Promise<string> {
    return this.#call("ask", async (engine) => {
      const exec = await engine.getContainer(name).exec({ Cmd: [...argv], AttachStdout: true, Tty: true });
      const stream = await exec.start({ hijack: true, Tty: true });
      return (await Array.fromAsync(stream as AsyncIterable<Buffer>)).join("");
    });
  }

  async ensureNetwork(name: string, labels: Record<string, string>): Promise<void> {
    await this.#call("work", async (engine) => {
      const found = await orNull(engine.getNetwork(name).inspect());
      if (!found) await createNetwork(engine, name, labels);
    });
  }

  freeAddress(network: string): Promise<string> {
    return this.#call("ask", (engine) => freeAddress(engine, network));
  }

  async removeNetwork(name: string, labels: Record<string, string>): Promise<void> {
    await this.#call("work", (engine) => removeNetwork(engine, name, labels));
  }

  async #call<Result>(limit: Limit | number, work: (engine: Dockerode) => Promise<Result>): Promise<Result> {
    try {
      return await work(await this.#client(typeof limit === "number" ? limit : this.#limitMs[limit]));
    } catch (error) {
      throw translateDockerError(error, this.#socketPath);
    }
  }

  /** A stream may be silent for as long as it likes, but it must begin in time. */
  async #open(signal: AbortSignal, open: (engine: Dockerode, opening: AbortSignal) => Promise<Readable>) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#limitMs.ask);
    try {
      return await this.#call("none", (engine) => open(engine, AbortSignal.any([signal, late.signal])));
    } catch (error) {
      throw late.signal.aborted && !signal.aborted ? unreachable(this.#socketPath) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** dockerode is loaded by the first call: a machine without Docker never pays for it. */
  async #client(timeout: number): Promise<Dockerode> {
    const { default: Engine } = await import("dockerode");
    const client = this.#clients.get(timeout) ?? new Engine({ socketPath: this.#socketPath, timeout });
    this.#clients.set(timeout, client);
    return client;
  }
}
