import { afterAll, beforeAll, expect, test } from "bun:test";
import { DockerEngine } from "#src/host/docker-engine.ts";
import { testFolder } from "../support/folders.ts";
import { type PrivateEngine, privateEngine } from "../support/private-engine.ts";
import { BUILD_LIMITS } from "./runtimes-bench.ts";

/** An Engine of its own: pruning knows no owner, and other tests build on the machine's. */
let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
}, 60_000);
afterAll(() => engine?.remove(), 60_000);

test("what a build leaves is measured, and not pruned within a day of its use", async () => {
  const docker = new DockerEngine(engine.socket);
  const before = await docker.buildCacheBytes();
  await using folder = await testFolder();
  const dockerfile = "FROM debian:12-slim\nRUN head -c 3000000 /dev/urandom > /cached\nRUN rm /cached\n";
  await docker.build({
    context: { folder: folder.path, prefix: "source", files: { Dockerfile: dockerfile }, ignore: null },
    ...{ dockerfile: "Dockerfile", target: null, tag: "cached", labels: {}, args: {}, prelude: "", timeoutMs: 60_000 },
    ...{ limits: BUILD_LIMITS, signal: new AbortController().signal, onEvent: () => {} },
  });
  await docker.removeImage("cached");
  const after = await docker.buildCacheBytes();
  expect(after - before).toBeGreaterThan(2_900_000);
  expect(await docker.pruneBuildCache(0)).toBe(0);
  expect(await docker.buildCacheBytes()).toBe(after);
}, 60_000);
