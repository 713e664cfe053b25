import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildEvent, ImageBuild } from "./docker.ts";
import { DockerEngine } from "./docker-engine.ts";

/** An Engine that takes a build, says nothing until `begin` is resolved, and then what it has made. */
let folder: string;
let begin: PromiseWithResolvers<void>;
let taken: PromiseWithResolvers<void>;
let server: ReturnType<typeof Bun.serve>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-engine-"));
  await mkdir(join(folder, "context"));
  begin = Promise.withResolvers();
  taken = Promise.withResolvers();
  server = Bun.serve({
    unix: join(folder, "docker.sock"),
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/build") {
        taken.resolve();
        await begin.promise;
        return new Response(`${JSON.stringify({ id: "moby.image.id", aux: { ID: "sha256:1" } })}\n`);
      }
      return pathname.endsWith("/info") ? Response.json({ CgroupDriver: "none" }) : new Response("OK");
    },
  });
});
afterEach(async () => {
  begin.resolve();
  await server.stop(true);
  await rm(folder, { recursive: true, force: true });
});

function build(timeoutMs: number) {
  const events: BuildEvent[] = [];
  const wish: ImageBuild = {
    context: { folder: join(folder, "context"), prefix: "", files: { Dockerfile: "FROM scratch\n" }, ignore: null },
    ...{ dockerfile: "Dockerfile", target: null, tag: "autostack/x", labels: {}, args: {}, prelude: "", timeoutMs },
    limits: { memoryBytes: 1e9, cpus: 1, pids: 100 },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
  };
  return { events, image: new DockerEngine(join(folder, "docker.sock")).build(wish) };
}

test("a build has begun with the Engine's first word of it, and not before", async () => {
  const { events, image } = build(60_000);
  await taken.promise;
  expect(events).toEqual([]);
  begin.resolve();
  expect(await image).toBe("sha256:1");
  expect(events).toEqual([{ kind: "begun" }]);
});

test("one that the Engine never begins ends at its time limit all the same", async () => {
  const { events, image } = build(100);
  await expect(image).rejects.toMatchObject({ code: "build_timeout" });
  expect(events).toEqual([]);
});
