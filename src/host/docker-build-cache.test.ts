import { expect, test } from "bun:test";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { DockerEngine } from "./docker-engine.ts";

/** An Engine that gives one answer to everything and remembers what it was asked. */
async function answering(answer: unknown) {
  const folder = await testFolder();
  const unix = join(folder.path, "docker.sock");
  const asked: { method: string; url: URL }[] = [];
  const server = Bun.serve({
    unix,
    fetch: ({ method, url }) => {
      asked.push({ method, url: new URL(url) });
      return Response.json(answer);
    },
  });
  return {
    engine: new DockerEngine(unix),
    asked,
    async [Symbol.asyncDispose]() {
      await server.stop(true);
      await folder[Symbol.asyncDispose]();
    },
  };
}

test("the cache's size is summed up, without what images share with it", async () => {
  const BuildCache = [{ Size: 100 }, { Size: 20, Shared: false }, { Size: 4000, Shared: true }];
  await using old = await answering({ BuildCache });
  expect(await old.engine.buildCacheBytes()).toBe(120);
  expect(old.asked[0]?.url.searchParams.get("type")).toBe("build-cache");
  await using none = await answering({ BuildCache: null });
  expect(await none.engine.buildCacheBytes()).toBe(0);
});

test("newer Engines tell the sum", async () => {
  await using newer = await answering({ BuildCacheUsage: { TotalSize: 77 } });
  expect(await newer.engine.buildCacheBytes()).toBe(77);
  await using empty = await answering({ BuildCacheUsage: {} });
  expect(await empty.engine.buildCacheBytes()).toBe(0);
});

test("pruning spares what was used within a day, and says what to keep in both of its names", async () => {
  await using played = await answering({ SpaceReclaimed: 55 });
  expect(await played.engine.pruneBuildCache(1000)).toBe(55);
  const [{ method, url } = { method: "", url: new URL("x://") }] = played.asked;
  expect(`${method} ${url.pathname}`).toBe("POST /build/prune");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    "keep-storage": "1000",
    "reserved-space": "1000",
    filters: '{"until":{"24h":true}}',
  });
});

test("what builds have left since a moment goes, the newest first and each by itself", async () => {
  const BuildCache = [
    { ID: "before", Size: 1, CreatedAt: "2026-01-01T09:59:59.9Z" },
    { ID: "base", Size: 1, CreatedAt: "2026-01-01T10:00:00Z" },
    { ID: "top", Size: 1, CreatedAt: "2026-01-01T12:00:02.123456789+02:00" },
    { ID: "middle", Size: 1, CreatedAt: "2026-01-01T10:00:01Z", Shared: true },
  ];
  const since = Date.parse("2026-01-01T10:00:00Z");
  for (const use of [{ BuildCache }, { BuildCacheUsage: { Items: BuildCache } }]) {
    await using played = await answering(use);
    await played.engine.forgetBuilds(since);
    const pruned = played.asked.filter(({ method }) => method === "POST").map(({ url }) => url.searchParams);
    expect(pruned.map((asked) => asked.get("filters"))).toEqual([
      '{"id":{"top":true}}',
      '{"id":{"middle":true}}',
      '{"id":{"base":true}}',
    ]);
    expect(pruned.every((asked) => asked.get("all") === "true")).toBe(true);
  }
});
