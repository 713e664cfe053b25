import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import { completePlan } from "../plans/detector.ts";
import { ProcessCaches } from "./process-caches.ts";

const plan = completePlan(".", {
  kind: "server",
  language: "rust",
  runtime: { name: "rust", version: "1", from: "test" },
  caches: ["target", ".next/cache", "../outside"],
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "autostack-caches-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const app = (name: string) => join(folder, "apps", name);
const caches = (budgetBytes?: number) => new ProcessCaches(realFiles, join(folder, "caches"), budgetBytes);

async function build(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) await Bun.write(join(app(name), path), content);
  return app(name);
}

test("the next build of a project goes on from what the last one left, which its artifact does not keep", async () => {
  const first = await build("one", { "target/a": "made", ".next/cache/b": "made too", "server.js": "" });
  await caches().keep("blog", plan, first, 1);
  expect(existsSync(join(first, "target"))).toBeFalse();
  expect(existsSync(join(first, "server.js"))).toBeTrue();
  const second = await build("two", { "server.js": "" });
  await caches().take("blog", plan, second);
  expect(await Bun.file(join(second, "target/a")).text()).toBe("made");
  expect(await Bun.file(join(second, ".next/cache/b")).text()).toBe("made too");
});

test("another project, or a second build at the same time, begins without", async () => {
  await caches().keep("blog", plan, await build("one", { "target/a": "made" }), 1);
  await caches().take("shop", plan, await build("other", { "x.js": "" }));
  expect(existsSync(join(app("other"), "target"))).toBeFalse();
  await caches().take("blog", plan, await build("two", { "x.js": "" }));
  await caches().take("blog", plan, await build("three", { "x.js": "" }));
  expect(existsSync(join(app("three"), "target"))).toBeFalse();
});

test("what the source itself holds is left as it is", async () => {
  await caches().keep("blog", plan, await build("one", { "target/a": "made" }), 1);
  await caches().take("blog", plan, await build("two", { "target/a": "of the source" }));
  expect(await Bun.file(join(app("two"), "target/a")).text()).toBe("of the source");
});

test("over the budget, the project that was built longest ago loses its folders first", async () => {
  const kept = (project: string) => existsSync(join(folder, "caches", project));
  for (const [index, project] of ["old", "middle", "new"].entries()) {
    await caches(250).keep(project, plan, await build(project, { "target/a": "x".repeat(100) }), index);
  }
  expect([kept("old"), kept("middle"), kept("new")]).toEqual([false, true, true]);
});
