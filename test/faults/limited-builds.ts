import { join } from "node:path";
import type { AppError } from "#src/lib/errors.ts";
import type { BuildLimits } from "#src/runtimes/runtime.ts";
import { BUILD_LIMITS, LIMITS, RuntimeBench } from "../integration/runtimes-bench.ts";
import { type PrivateEngine, privateEngine } from "../support/private-engine.ts";

/** Builds on an Engine of their own, so that their limits are nobody else's. */
export class LimitedBuilds {
  readonly engine: PrivateEngine;
  readonly bench: RuntimeBench;

  private constructor(engine: PrivateEngine, bench: RuntimeBench) {
    this.engine = engine;
    this.bench = bench;
  }

  static async open(): Promise<LimitedBuilds> {
    const engine = await privateEngine();
    const bench = new RuntimeBench("docker", engine.socket);
    await bench.open();
    // AutoStack learns from a container where the Engine's control groups are.
    const HostConfig = { NetworkMode: "none" };
    const kept = await engine.docker.createContainer({ Image: "debian:12-slim", Cmd: ["sleep", "inf"], HostConfig });
    await kept.start();
    return new LimitedBuilds(engine, bench);
  }

  /** The group of all steps. */
  get group(): string {
    return join(this.engine.cgroupParent, "buildkit");
  }

  /** Resolves to how the build ended: an error, or nothing. */
  async build(name: string, command: string, limits: Partial<BuildLimits> = {}): Promise<AppError | null> {
    const script = `#!/bin/sh\n${command}\n`;
    const dockerfile = "FROM debian:12-slim\nCOPY script.sh /\nRUN sh /script.sh\n";
    const more = { limits: { ...LIMITS, build: { ...BUILD_LIMITS, ...limits } } };
    const contents = { Dockerfile: dockerfile, "script.sh": script };
    const built = this.bench.build(name, contents, { dockerfile: "Dockerfile" }, more);
    return built.then(
      () => null,
      (error: AppError) => error,
    );
  }

  async close(): Promise<void> {
    await this.bench.close().finally(() => this.engine.remove());
  }
}
