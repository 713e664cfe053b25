import { expect, test } from "bun:test";
import { Elysia } from "elysia";
import { assetPath } from "../lib/assets.ts";
import { staticFiles } from "./static.ts";

const app = new Elysia().use(await staticFiles(assetPath("public"))).get("/other", () => new Response("other"));
const get = (path: string, headers: Record<string, string> = {}) =>
  app.handle(new Request(`http://localhost${path}`, { headers }));

test("a file is served with its type, and kept for ever only under a version", async () => {
  const plain = await get("/public/favicon.svg");
  expect(plain.headers.get("content-type")).toBe("image/svg+xml");
  expect(plain.headers.get("cache-control")).toBe("no-cache");
  expect(plain.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await plain.text()).toBe(await Bun.file(assetPath("public", "favicon.svg")).text());
  const versioned = await get("/public/favicon.svg?v=1.2.3");
  expect(versioned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

test("a browser that has the file is told so", async () => {
  const etag = (await get("/public/app.css")).headers.get("etag") ?? "";
  const again = await get("/public/app.css", { "if-none-match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("text goes over the wire packed, to those who understand it", async () => {
  const original = await Bun.file(assetPath("public", "vendor", "htmx.js")).text();
  for (let time = 0; time < 2; time++) {
    const packed = await get("/public/vendor/htmx.js", { "accept-encoding": "gzip, br" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const bytes = new Uint8Array(await packed.arrayBuffer());
    expect(bytes.length).toBeLessThan(original.length / 2);
    expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(original);
  }
  expect((await get("/public/vendor/htmx.js")).headers.get("content-encoding")).toBeNull();
});

test.each([
  "/public/../package.json",
  "/public/..%2fpackage.json",
  "/public/%2e%2e%2fpackage.json",
  "/public/",
  "/public/js",
])("%s is not found", async (path) => expect((await get(path)).status).toBe(404));

test("other answers are left as they are", async () => {
  expect((await get("/other")).headers.get("cache-control")).toBeNull();
});
