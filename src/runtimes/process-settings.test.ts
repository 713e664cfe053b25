import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import { realProcesses } from "../host/real-processes.ts";
import { sleep } from "../host/sleep.ts";
import { completePlan } from "../plans/detector.ts";
import type { AppPlan } from "../plans/plan.ts";
import { ProcessRuntime } from "./process.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-settings-"));
  await mkdir(join(folder, "workspace"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limits = {
  ...{ memoryBytes: 256e6, cpus: 1, pids: 200, logBytes: 1e6, buildTimeoutMs: 60_000 },
  build: { memoryBytes: 1e9, cpus: 1, pids: 500 },
};

function environmentIn(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** What the steps and the program of a plan are told, where the user has said `variables` for both. */
async function told(plan: Pick<AppPlan, "runtime" | "packageManager">, variables: Record<string, string> = {}) {
  const runtime = new ProcessRuntime(
    { files: realFiles, processes: realProcesses, now: Date.now, sleep },
    {
      ...{ installation: "test", folder: join(folder, "processes"), sitesFolder: join(folder, "sites") },
      ...{ environment: { PATH: process.env.PATH ?? "" }, keepRunning: false },
    },
  );
  const labels = { installation: "test", team: "t", project: "blog", environment: "e", deployment: "d" };
  const { signal } = new AbortController();
  const artifact = await runtime.build({
    ...{
      labels,
      name: "blog-1",
      workspace: join(folder, "workspace"),
      variables,
      limits,
      signal,
      log: () => {},
    },
    ...{ claim: () => {} },
    plan: completePlan(".", { kind: "server", language: "any", build: "env > steps.txt", start: "true", ...plan }),
  });
  const lines: string[] = [];
  const request = {
    name: "blog-1-web",
    service: "web",
    network: "blog",
    labels,
    artifact,
    variables,
    limits,
    port: 3000,
    command: null,
  };
  await runtime.run(request, "env", (_stream, text) => lines.push(text), signal);
  const app = artifact.kind === "folder" ? join(artifact.folder, "app") : "";
  const steps = environmentIn(await readFile(join(app, "steps.txt"), "utf8"));
  return { app, steps, program: environmentIn(lines.join("\n")) };
}

const from = "test";

test("a program is told what its image would tell it, and its steps the part that both must agree on", async () => {
  const elixir = await told({ runtime: { name: "elixir", version: "1.18", from }, packageManager: "mix" });
  expect(elixir.program).toMatchObject({ MIX_ENV: "prod", LANG: "C.UTF-8" });
  expect(elixir.steps).toMatchObject({ MIX_ENV: "prod" });
  const node = await told({ runtime: { name: "node", version: "22", from }, packageManager: "npm" });
  expect(node.program).toMatchObject({ NODE_ENV: "production", PORT: "3000" });
  expect(node.steps).not.toHaveProperty("NODE_ENV");
});

test("what an image has in its own folder is in the project's here", async () => {
  const { app, program, steps } = await told({
    runtime: { name: "deno", version: "2", from },
    packageManager: "deno",
  });
  expect([program.DENO_DIR, steps.DENO_DIR]).toEqual([join(app, ".deno"), join(app, ".deno")]);
});

test("a variable of the user's wins", async () => {
  const variables = { RAILS_ENV: "staging" };
  const ruby = await told({ runtime: { name: "ruby", version: "3.4", from }, packageManager: "bundler" }, variables);
  expect(ruby.program).toMatchObject({ RAILS_ENV: "staging", RACK_ENV: "production", RAILS_LOG_TO_STDOUT: "1" });
  expect(ruby.steps).toMatchObject({ RAILS_ENV: "staging", RACK_ENV: "production" });
});
