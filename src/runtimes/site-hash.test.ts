import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmod, mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { realFiles } from "../host/files.ts";
import { siteHash } from "./site-hash.ts";
import { packSite, type SiteNotes } from "./site-pack.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const NOTES: SiteNotes = { fallback: null, redirects: [], headers: [] };
let made = 0;

/** A folder of its own with these files, written in this order. */
async function site(files: Record<string, string | Uint8Array>): Promise<string> {
  const path = join(folder.path, String(++made));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(path, name, ".."), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return path;
}
const hash = (path: string, notes = NOTES) => siteHash(realFiles, path, notes);

test("the same files have the same hash, in whatever order and whenever they were written", async () => {
  const [one, other] = [await site({ "a.html": "a", "b/c.css": "c" }), await site({ "b/c.css": "c", "a.html": "a" })];
  await utimes(join(other, "a.html"), 1, 1);
  await chmod(join(other, "a.html"), 0o755);
  await mkdir(join(other, "empty"));
  expect(await hash(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(await hash(other)).toBe(await hash(one));
});

const large = (last: number) => new Uint8Array(3_000_000).fill(1).with(2_999_999, last);
test.each([
  ["a byte", { "a.html": "a" }, { "a.html": "b" }],
  ["the last byte of a large file", { "a.bin": large(1) }, { "a.bin": large(2) }],
  ["a name", { "a.html": "a" }, { "b.html": "a" }],
  ["where a file stands", { "a/b.html": "a" }, { "a.html": "a" }],
  ["a file more", { "a.html": "a" }, { "a.html": "a", "b.html": "" }],
  ["whose content is whose", { "a.html": "1", "b.html": "2" }, { "a.html": "2", "b.html": "1" }],
  ["a name that goes on where another ends", { ab: "c" }, { a: "bc" }],
  ["a rules file", { "a.html": "a", _redirects: "/x /a" }, { "a.html": "a", _redirects: "/y /a" }],
])("%s makes another hash", async (_what, one, other) => {
  expect(await hash(await site(other))).not.toBe(await hash(await site(one)));
});

test("rules that come from elsewhere count", async () => {
  const path = await site({ "index.html": "a" });
  const notes = [NOTES, { ...NOTES, fallback: "index.html" }, { ...NOTES, redirects: ["/x /"] }];
  const hashes = await Promise.all([...notes, { ...NOTES, headers: ["/x /"] }].map((each) => hash(path, each)));
  expect(new Set(hashes).size).toBe(4);
});

test("where a link leads counts, and a link is not the file that it leads to", async () => {
  const sites = [
    { "a.html": "1", "b.html": "1" },
    { "a.html": "1", "b.html": "1" },
  ].map(site);
  const [toA, toB] = [(await sites[0]) ?? "", (await sites[1]) ?? ""];
  await symlink("a.html", join(toA, "c.html"));
  await symlink("b.html", join(toB, "c.html"));
  const file = await site({ "a.html": "1", "b.html": "1", "c.html": "1" });
  expect(new Set(await Promise.all([toA, toB, file].map((path) => hash(path)))).size).toBe(3);
});

test("what AutoStack packs of it does not count, nor what a site brought in that place", async () => {
  const text = "body { color: red }\n".repeat(200);
  const [plain, packed] = [
    await site({ "a.css": text }),
    await site({ "a.css": text, ".autostack/br/a.css": "forged" }),
  ];
  const before = await hash(packed);
  await packSite(realFiles, packed, NOTES);
  expect(await hash(packed)).toBe(before);
  expect(await hash(plain)).toBe(before);
});
