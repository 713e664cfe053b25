import { pipeline } from "node:stream/promises";
import type Dockerode from "dockerode";
import tarFs from "tar-fs";
import { errorText } from "../lib/errors.ts";
import { whyUnlimited } from "./build-groups.ts";
import type { Docker, DockerLogLine, DockerLogOptions, ImageBuild, NewContainer } from "./docker.ts";
import { buildCacheBytes, pruneBuildCache } from "./docker-build-cache.ts";
import { isAlready, isConflict, isMissing, isUnchanged, translateDockerError, unreachable } from "./docker-errors.ts";
import { type DockerEvent, type EventOptions, readEvents } from "./docker-events.ts";
import { logLines, openLogs } from "./docker-logs.ts";
import { createNetwork, freeAddress, removeNetwork } from "./docker-network.ts";
import { toUsage, type Usage } from "./docker-usage.ts";
import { buildWithinLimits } from "./limited-build.ts";

const PING_MS = 5000;

/** The Engine behind a Unix socket. No API version is named, so that the Engine answers with its own newest. */
export class DockerEngine implements Docker {
  readonly #socketPath: string;
  readonly #pingMs: number;
  #engine: Promise<Dockerode> | null = null;
  #cpus: number | null = null;

  constructor(socketPath: string, pingMs = PING_MS) {
    this.#socketPath = socketPath;
    this.#pingMs = pingMs;
  }

  async problem(): Promise<string | null> {
    const ping = this.#call((engine) => engine.ping()).then(() => null, errorText);
    // An Engine that hangs takes the connection and never answers.
    const silence = Promise.withResolvers<string>();
    const timer = setTimeout(() => silence.resolve(errorText(unreachable(this.#socketPath))), this.#pingMs);
    return Promise.race([ping, silence.promise]).finally(() => clearTimeout(timer));
  }

  async cpus(): Promise<number> {
    this.#cpus ??= await this.#call(async (engine) => Number((await engine.info()).NCPU));
    return this.#cpus;
  }

  build(build: ImageBuild): Promise<string> {
    return this.#call((engine) => buildWithinLimits(engine, build));
  }

  buildLimits(): Promise<string | null> {
    return this.#call((engine) => whyUnlimited(engine));
  }

  image(reference: string) {
    return this.#call((engine) => orNull(engine.getImage(reference).inspect()));
  }

  async removeImage(reference: string): Promise<void> {
    // A container that still runs it keeps the image; retention comes back later.
    await this.#call((engine) => ignoring(engine.getImage(reference).remove({ force: true }), isMissing, isConflict));
  }

  buildCacheBytes(): Promise<number> {
    return this.#call(buildCacheBytes);
  }

  pruneBuildCache(keepBytes: number): Promise<number> {
    return this.#call((engine) => pruneBuildCache(engine, keepBytes));
  }

  async copyFromImage(image: string, path: string, folder: string, labels: Record<string, string>): Promise<void> {
    await this.#call(async (engine) => {
      // It is never started, so that the image needs no command of its own.
      const container = await engine.createContainer({ Image: image, Cmd: ["-"], Labels: labels });
      try {
        const archive = await container.getArchive({ path: `${path}/.` });
        await pipeline(archive, tarFs.extract(folder, { dmode: 0o755, fmode: 0o644, chown: false } as object));
      } finally {
        await container.remove({ force: true, v: true });
      }
    });
  }

  container(name: string) {
    return this.#call((engine) => orNull(engine.getContainer(name).inspect()));
  }

  containers(labels: Record<string, string>) {
    const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return this.#call((engine) => engine.listContainers({ all: true, filters: { label } }));
  }

  async createContainer(container: NewContainer): Promise<void> {
    await this.#call((engine) => engine.createContainer({ ...container }));
  }

  async startContainer(name: string): Promise<void> {
    await this.#call((engine) => ignoring(engine.getContainer(name).start(), isUnchanged));
  }

  async stopContainer(name: string, graceMs: number): Promise<void> {
    const t = Math.ceil(graceMs / 1000);
    await this.#call((engine) => ignoring(engine.getContainer(name).stop({ t }), isMissing, isUnchanged));
  }

  async pauseContainer(name: string): Promise<void> {
    await this.#call((engine) => ignoring(engine.getContainer(name).pause(), isAlready));
  }

  async unpauseContainer(name: string): Promise<void> {
    await this.#call((engine) => ignoring(engine.getContainer(name).unpause(), isAlready));
  }

  containerUsage(name: string): Promise<Usage> {
    return this.#call(async (engine) =>
      toUsage(await engine.getContainer(name).stats({ stream: false, "one-shot": true })),
    );
  }

  async removeContainer(name: string): Promise<void> {
    // A conflict means that its removal is under way already.
    await this.#call((engine) =>
      ignoring(engine.getContainer(name).remove({ force: true, v: true }), isMissing, isConflict),
    );
  }

  waitContainer(name: string): Promise<number> {
    return this.#call(async (engine) => Number((await engine.getContainer(name).wait()).StatusCode));
  }

  async *containerLogs(name: string, options: DockerLogOptions): AsyncGenerator<DockerLogLine> {
    const { signal } = options;
    if (signal.aborted) return;
    const stream = await this.#call((engine) => openLogs(engine, name, options));
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
    if (options.signal.aborted) return;
    const engine = await this.#call(async (engine) => engine);
    try {
      yield* readEvents(engine, options);
    } catch (error) {
      if (!options.signal.aborted) throw translateDockerError(error, this.#socketPath);
    }
  }

  exec(name: string, argv: readonly string[]): Promise<string> {
    return this.#call(async (engine) => {
      const exec = await engine.getContainer(name).exec({ Cmd: [...argv], AttachStdout: true, Tty: true });
      const stream = await exec.start({ hijack: true, Tty: true });
      return (await Array.fromAsync(stream as AsyncIterable<Buffer>)).join("");
    });
  }

  async ensureNetwork(name: string, labels: Record<string, string>): Promise<void> {
    await this.#call(async (engine) => {
      const found = await orNull(engine.getNetwork(name).inspect());
      if (!found) await createNetwork(engine, name, labels);
    });
  }

  freeAddress(network: string): Promise<string> {
    return this.#call((engine) => freeAddress(engine, network));
  }

  async removeNetwork(name: string, labels: Record<string, string>): Promise<void> {
    await this.#call((engine) => removeNetwork(engine, name, labels));
  }

  /** dockerode is loaded by the first call: a machine without Docker never pays for it. */
  async #call<Result>(work: (engine: Dockerode) => Promise<Result>): Promise<Result> {
    this.#engine ??= import("dockerode").then(({ default: Engine }) => new Engine({ socketPath: this.#socketPath }));
    try {
      return await work(await this.#engine);
    } catch (error) {
      throw translateDockerError(error, this.#socketPath);
    }
  }
}

const orNull = <Value>(work: Promise<Value>): Promise<Value | null> =>
  work.catch((error) => {
    if (isMissing(error)) return null;
    throw error;
  });

async function ignoring(work: Promise<unknown>, ...expected: ((error: unknown) => boolean)[]): Promise<void> {
  await work.catch((error) => {
    if (!expected.some((matches) => matches(error))) throw error;
  });
}
