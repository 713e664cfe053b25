import { join } from "node:path";
import { serveStatic } from "#src/edge/static-server.ts";
import { realFiles } from "#src/host/files.ts";
import type { AppPlan } from "#src/plans/plan.ts";
import type { Artifact, StartRequest } from "#src/runtimes/runtime.ts";
import { eventually, LIMITS, RuntimeBench } from "../integration/runtimes-bench.ts";
import { type BuildFixture, copyFixture, planOf } from "./build-fixtures.ts";

const BUILD_LIMITS = { memoryBytes: 6_000_000_000, cpus: 2, pids: 4096 };
const BUILD_TIMEOUT_MS = 900_000;
// A Java program on two busy processors takes its time.
const ANSWER_MS = 90_000;
const PROGRAM_BYTES = 1_000_000_000;

export type Built = { plan: AppPlan; artifact: Artifact; durationMs: number; log: string[] };

/** Builds and runs fixtures with AutoStack's own Docker runtime, from what a scan finds and nothing else. */
export class FixtureBuilder {
  readonly bench = new RuntimeBench("docker");
  #builds = 0;

  open = () => this.bench.open();
  close = () => this.bench.close();

  workspaceOf({ name }: BuildFixture): string {
    return join(this.bench.folder, "sources", name);
  }

  async copy(fixture: BuildFixture): Promise<string> {
    const workspace = this.workspaceOf(fixture);
    await copyFixture(fixture, workspace);
    return workspace;
  }

  /** Builds what stands in the fixture's copy now. Each build is a deployment of its own, of a project of its own. */
  async build(fixture: BuildFixture): Promise<Built> {
    const workspace = this.workspaceOf(fixture);
    const plan = await planOf(workspace);
    this.bench.lines.length = 0;
    const deployment = `${fixture.name}-${++this.#builds}`;
    const labels = { ...this.bench.labels(deployment), project: `${this.bench.id}-${fixture.name}` };
    const limits = { ...LIMITS, buildTimeoutMs: BUILD_TIMEOUT_MS, build: BUILD_LIMITS };
    const begun = performance.now();
    // Part of what each step is made from, so that nothing comes from the builds of another run.
    const variables = { BUILT_BY: this.bench.id };
    const artifact = await this.bench.build(deployment, {}, plan, { workspace, labels, limits, variables });
    return { plan, artifact, durationMs: performance.now() - begun, log: [...this.bench.lines] };
  }

  /** Starts what was built, asks it, and stops it again. */
  async answer(fixture: BuildFixture, { plan, artifact }: Built): Promise<string> {
    if (artifact.kind === "site") return this.#answerOfSite(fixture, artifact.folder);
    const { runtime } = this.bench;
    const limits = { ...LIMITS, memoryBytes: PROGRAM_BYTES };
    const more = { limits, port: plan.port, command: plan.start, variables: fixture.variables };
    const request = this.bench.startRequest(fixture.name, artifact, more);
    await this.#beforeSwitch(request, plan);
    const { address, port } = await runtime.start(request);
    try {
      return await this.#ask(request.name, `http://${address}:${port}${fixture.path}`, fixture.body);
    } finally {
      await runtime.stop(request.name, 0);
    }
  }

  async #beforeSwitch(request: StartRequest, { hooks }: AppPlan): Promise<void> {
    if (!hooks.beforeSwitch) return;
    const { signal } = new AbortController();
    const said: string[] = [];
    const exitCode = await this.bench.runtime.run(request, hooks.beforeSwitch, (_, text) => said.push(text), signal);
    if (exitCode !== 0) throw new Error(`“${hooks.beforeSwitch}” ended with ${exitCode}:\n${said.join("\n")}`);
  }

  async #answerOfSite({ path, body }: BuildFixture, folder: string): Promise<string> {
    const sitesFolder = join(folder, "..");
    const server = serveStatic({ files: realFiles, sitesFolder, port: 0 });
    try {
      const name = folder.slice(sitesFolder.length + 1);
      return await ask(`http://127.0.0.1:${server.port}/sites/${name}${path}`, body, async () => "");
    } finally {
      await server.stop(true);
    }
  }

  #ask(name: string, url: string, body: string): Promise<string> {
    return ask(url, body, async () => {
      const options = { follow: false, tail: 40, after: null, signal: AbortSignal.timeout(5000) };
      const lines: string[] = [];
      for await (const { text } of this.bench.runtime.logs(name, options)) lines.push(text);
      return lines.join("\n");
    });
  }
}

/** The text at the address, as soon as it holds what is expected; else what came instead, with the program's log. */
async function ask(url: string, body: string, log: () => Promise<string>): Promise<string> {
  const text = () =>
    fetch(url).then(
      async (response) => `${response.status} ${await response.text()}`,
      (error: Error) => error.message,
    );
  let last = "";
  try {
    return await eventually(
      async () => {
        last = await text();
        return last;
      },
      (answer) => answer.includes(body),
      ANSWER_MS,
    );
  } catch {
    throw new Error(`${url} did not answer “${body}” but:\n${last.slice(0, 500)}\n${await log()}`);
  }
}
