import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { realFiles } from "../host/files.ts";
import { packedPath, packSite } from "./site-pack.ts";

let folder: string;
const text = "body { color: red }\n".repeat(200);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-pack-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("text is packed in each way once and comes back the same", async () => {
  await Bun.write(join(folder, "assets/app.css"), text);
  await packSite(realFiles, folder, { fallback: null });
  const packed = async (packing: "br" | "zstd" | "gzip") =>
    Bun.file(packedPath(folder, packing, "assets/app.css")).bytes();
  expect(brotliDecompressSync(await packed("br")).toString()).toBe(text);
  expect(zstdDecompressSync(await packed("zstd")).toString()).toBe(text);
  expect(gunzipSync(await packed("gzip")).toString()).toBe(text);
});

test("what is small, packed already or would not get smaller is left", async () => {
  await Bun.write(join(folder, "small.css"), "a{}");
  await Bun.write(join(folder, "photo.jpg"), text);
  await Bun.write(join(folder, "noise.txt"), crypto.getRandomValues(new Uint8Array(4000)));
  await packSite(realFiles, folder, { fallback: null });
  expect(await realFiles.list(join(folder, ".autostack"))).toEqual([{ name: "site.json", isFolder: false }]);
});

test("the notes are kept with the site, and what a site brought under that name is not believed", async () => {
  await Bun.write(join(folder, ".autostack/br/index.html"), "forged");
  await Bun.write(join(folder, "index.html"), "home");
  await packSite(realFiles, folder, { fallback: "index.html" });
  expect(await Bun.file(join(folder, ".autostack/site.json")).json()).toEqual({ fallback: "index.html" });
  expect(await realFiles.exists(join(folder, ".autostack/br"))).toBe(false);
});
