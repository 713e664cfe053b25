import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type TarPart, tarBytes, tarGzBytes, type ZipPart, zipBytes } from "#test/support/archive-bytes.ts";
import { AppError } from "../lib/errors.ts";
import { realArchives } from "./archive.ts";

const LIMITS = { maxBytes: 50_000_000, maxFiles: 100, maxRatio: 200 };
const LINK = 0o120777;

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-archive-test-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Unpacks into `<folder>/<n>/into`, so that all around it can be looked at. */
async function unpack(bytes: Buffer, limits = LIMITS): Promise<string> {
  const place = join(folder, String(count++));
  await mkdir(place);
  await writeFile(join(folder, "archive"), bytes);
  await realArchives.unpack(join(folder, "archive"), join(place, "into"), limits);
  return join(place, "into");
}

/** The code of the refusal; nothing may be left of what was unpacked, nor anything beside it. */
async function refusal(bytes: Buffer, limits = LIMITS): Promise<string> {
  const error = await unpack(bytes, limits).then(
    (into) => new Error(`unpacked to ${into}`),
    (error: unknown) => error,
  );
  if (!(error instanceof AppError)) throw error;
  expect({ status: error.status, field: error.field }).toEqual({ status: 422, field: "file" });
  expect(error.hint).toBeTruthy();
  expect(await readdir(join(folder, String(count - 1)))).toEqual([]);
  return error.code;
}

const refusedZip = (...parts: ZipPart[]) => refusal(zipBytes(parts));
const refusedTar = async (...parts: TarPart[]) => refusal(await tarGzBytes(parts));
const zip = (...parts: ZipPart[]) => unpack(zipBytes(parts));
const tar = async (...parts: TarPart[]) => unpack(await tarGzBytes(parts));

describe("an honest archive", () => {
  test("unpacks from zip, tar and tar.gz, with folders, links and executables", async () => {
    const parts: TarPart[] = [
      { name: "./", type: "directory" },
      { name: "./index.html", content: "<h1>ü</h1>" },
      { name: "bin/start", content: "#!/bin/sh", mode: 0o755 },
      { name: "bin/link", type: "symlink", linkname: "../index.html" },
      { name: "empty", type: "directory" },
    ];
    const zipped = zipBytes([
      { name: "index.html", content: "<h1>ü</h1>" },
      { name: "bin/start", content: "#!/bin/sh", mode: 0o100755, stored: true },
      { name: "bin/link", content: "../index.html", mode: LINK },
      { name: "empty/" },
    ]);
    for (const bytes of [zipped, await tarBytes(parts), await tarGzBytes(parts)]) {
      const into = await unpack(bytes);
      expect((await readdir(into, { recursive: true })).sort()).toEqual(
        ["bin", "bin/link", "bin/start", "empty", "index.html"].sort(),
      );
      expect(await readFile(join(into, "bin/link"), "utf8")).toBe("<h1>ü</h1>");
      expect((await lstat(join(into, "bin/start"))).mode & 0o777).toBe(0o755);
      expect((await lstat(join(into, "index.html"))).mode & 0o777).toBe(0o644);
    }
  });

  test("loses its single top folder, and links inside of it stay right", async () => {
    const into = await zip(
      { name: "shop-main/" },
      { name: "shop-main/a/page.html", content: "page" },
      { name: "shop-main/page", content: "a/page.html", mode: LINK },
      { name: "__MACOSX/shop-main/._a", content: "finder" },
    );
    expect((await readdir(into)).sort()).toEqual(["a", "page"]);
    expect(await readFile(join(into, "page"), "utf8")).toBe("page");
    expect((await readdir(join(into, ".."))).length).toBe(1);
  });

  test("loses its repository data and what macOS adds", async () => {
    const into = await tar(
      { name: "index.html", content: "x" },
      { name: ".git/hooks/post-checkout", content: "id", mode: 0o755 },
      { name: "lib/.GIT/config", content: "x" },
      { name: ".gitignore", content: "x" },
      { name: "lib/.DS_Store", content: "x" },
    );
    expect((await readdir(into)).sort()).toEqual([".gitignore", "index.html"]);
  });

  test("may hold a zip, have a comment, and end in another zip's bytes", async () => {
    const inner = zipBytes([{ name: "inner.txt", content: "inner" }]);
    const bytes = zipBytes(
      [
        { name: "a.txt", content: "a" },
        { name: "z.zip", content: inner, stored: true },
      ],
      {
        comment: "c0ffee".repeat(100),
      },
    );
    expect((await readdir(await unpack(bytes))).sort()).toEqual(["a.txt", "z.zip"]);
  });

  test("may hold hard links to its own files", async () => {
    const into = await tar({ name: "a.txt", content: "same" }, { name: "b.txt", type: "link", linkname: "a.txt" });
    expect(await readFile(join(into, "b.txt"), "utf8")).toBe("same");
  });

  test("may have names that are not in UTF-8", async () => {
    const into = await zip({ name: Buffer.from([0xfc, 0x2e, 0x74]), claims: { flags: 0 } }, { name: "b" });
    expect((await readdir(into)).sort()).toEqual(["b", "ü.t"]);
  });
});

describe("names that lead out of the folder", () => {
  const names = [
    "../evil",
    "a/../../evil",
    "/etc/evil",
    "..\\evil",
    "a\\b",
    "C:/evil",
    "c:evil",
    "a/..",
    "a\u0000b",
    "a\nb",
  ];

  test.each(names)("%j is refused in a zip", async (name) => {
    expect(await refusedZip({ name: "fine.txt", content: "x" }, { name, content: "x" })).toBe("archive_escapes");
  });

  test.each(names.filter((name) => !name.includes("\u0000")))("%j is refused in a tar", async (name) => {
    expect(await refusedTar({ name: "fine.txt", content: "x" }, { name, content: "x" })).toBe("archive_escapes");
  });
});

describe("links", () => {
  test.each(["/etc/passwd", "../outside", "a/../../outside", "..", ""])("to %j are refused", async (target) => {
    expect(await refusedTar({ name: "x" }, { name: "l", type: "symlink", linkname: target })).toBe("archive_link");
    expect(await refusedZip({ name: "x" }, { name: "l", content: target, mode: LINK })).toBe("archive_link");
  });

  test("that get out only through another link are refused", async () => {
    const parts: TarPart[] = [
      { name: "other" },
      { name: "p/q/up", type: "symlink", linkname: "../.." },
      { name: "p/q/out", type: "symlink", linkname: "up/../secret" },
    ];
    expect(await refusedTar(...parts)).toBe("archive_link");
    expect(await refusedTar(...parts.toReversed())).toBe("archive_link");
  });

  test("that get out only once the top folder is stripped are refused", async () => {
    const parts: TarPart[] = [{ name: "top/a" }, { name: "top/l", type: "symlink", linkname: "../x" }];
    expect(await refusedTar(...parts)).toBe("archive_link");
  });

  test("in a circle are refused", async () => {
    const circle: TarPart[] = [
      { name: "a", type: "symlink", linkname: "b" },
      { name: "b", type: "symlink", linkname: "a" },
    ];
    expect(await refusedTar(...circle)).toBe("archive_link");
  });

  test("are never written through", async () => {
    const link: TarPart = { name: "l", type: "symlink", linkname: "real" };
    expect(await refusedTar({ name: "real/x" }, link, { name: "l/evil", content: "x" })).toBe("archive_link");
    expect(await refusedTar({ name: "real/x" }, link, { name: "l", content: "x" })).toBe("archive_duplicate");
    expect(await refusedZip({ name: "l", content: "..", mode: LINK }, { name: "l/evil" })).toBe("archive_link");
  });

  test("that are hard lead only to files that came before", async () => {
    const hard = (linkname: string): TarPart => ({ name: "h", type: "link", linkname });
    expect(await refusedTar(hard("/etc/passwd"))).toBe("archive_escapes");
    expect(await refusedTar(hard("../../etc/passwd"))).toBe("archive_escapes");
    expect(await refusedTar(hard("later"), { name: "later" })).toBe("archive_link");
    expect(await refusedTar({ name: "l", type: "symlink", linkname: "x" }, hard("l"))).toBe("archive_link");
  });
});

describe("special files", () => {
  test("devices, pipes and sockets are refused", async () => {
    expect(await refusedTar({ name: "d", type: "character-device", devmajor: 1, devminor: 3 })).toBe("archive_device");
    expect(await refusedTar({ name: "d", type: "block-device", devmajor: 8, devminor: 0 })).toBe("archive_device");
    expect(await refusedTar({ name: "d", type: "fifo" })).toBe("archive_device");
    for (const mode of [0o020666, 0o060666, 0o010666, 0o140777]) {
      expect(await refusedZip({ name: "d", mode })).toBe("archive_device");
    }
  });

  test("setuid and setgid bits are refused", async () => {
    for (const bit of [0o4755, 0o2755]) {
      expect(await refusedTar({ name: "sh", content: "x", mode: bit })).toBe("archive_setuid");
      expect(await refusedZip({ name: "sh", content: "x", mode: 0o100000 | bit })).toBe("archive_setuid");
    }
  });

  test("a name that comes twice is refused", async () => {
    expect(await refusedZip({ name: "a", content: "1" }, { name: "./a", content: "2" })).toBe("archive_duplicate");
    expect(await refusedTar({ name: "a", content: "1" }, { name: "a", content: "2" })).toBe("archive_duplicate");
    expect(await refusedTar({ name: "a", content: "1" }, { name: "a/b", content: "2" })).toBe("archive_link");
  });
});

describe("bombs", () => {
  const zeros = Buffer.alloc(20_000_000);

  test("by ratio are refused", async () => {
    expect(await refusedZip({ name: "zeros", content: zeros })).toBe("archive_bomb");
    expect(await refusal(gzipSync(await tarBytes([{ name: "zeros", content: zeros.toString() }])))).toBe(
      "archive_bomb",
    );
  });

  test("by nothing but empty tar blocks are refused", async () => {
    expect(await refusal(gzipSync(Buffer.concat([await tarBytes([{ name: "a" }]), zeros])))).toBe("archive_bomb");
  });

  test("by size are refused", async () => {
    const limits = { ...LIMITS, maxBytes: 1000 };
    const content = crypto.getRandomValues(Buffer.alloc(1001));
    expect(await refusal(zipBytes([{ name: "a", content }]), limits)).toBe("archive_too_large");
    expect(await refusal(await tarGzBytes([{ name: "a", content: content.toString("hex") }]), limits)).toBe(
      "archive_too_large",
    );
  });

  test("by hard links to one large file are refused", async () => {
    const links = Array.from({ length: 9 }, (_, n): TarPart => ({ name: `l${n}`, type: "link", linkname: "a" }));
    const bytes = await tarGzBytes([{ name: "a", content: "x".repeat(10_000) }, ...links]);
    expect(await refusal(bytes, { ...LIMITS, maxBytes: 50_000 })).toBe("archive_too_large");
  });

  test("by count are refused", async () => {
    const names = Array.from({ length: 101 }, (_, index) => ({ name: `f${index}` }));
    expect(await refusedZip(...names)).toBe("archive_too_large");
    expect(await refusedTar(...names)).toBe("archive_too_large");
  });
});

describe("archives that lie", () => {
  test("about a file's size are refused", async () => {
    expect(await refusedZip({ name: "a", content: "x".repeat(1000), claims: { size: 10 } })).toBe("archive_unreadable");
    expect(await refusedZip({ name: "a", content: "x", claims: { size: 4_000_000_000 } })).toBe("archive_unreadable");
    const bytes = await tarBytes([{ name: "a", content: "x" }]);
    const header = Buffer.from(bytes.subarray(0, 512));
    header.write("77777777777\0", 124);
    header.write("        ", 148);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    expect(await refusal(Buffer.concat([header, bytes.subarray(512)]))).toBe("archive_unreadable");
  });

  test("about checksums, places, methods and counts are refused", async () => {
    expect(await refusedZip({ name: "a", content: "x", claims: { crc: 1 } })).toBe("archive_unreadable");
    expect(await refusedZip({ name: "a", content: "x", claims: { offset: 9999 } })).toBe("archive_unreadable");
    expect(await refusedZip({ name: "a", content: "x", claims: { method: 99 } })).toBe("archive_unreadable");
    expect(await refusal(zipBytes([{ name: "a", content: "x" }], { entries: 50 }))).toBe("archive_unreadable");
  });

  test("that need a password, hold nothing, or are none at all are refused", async () => {
    expect(await refusedZip({ name: "a", content: "x", claims: { flags: 1 } })).toBe("archive_encrypted");
    expect(await refusedZip()).toBe("archive_empty");
    expect(await refusal(Buffer.from("hello"))).toBe("archive_unreadable");
    expect(await refusal(gzipSync("hello".repeat(1000)))).toBe("archive_unreadable");
    expect(await refusal(Buffer.alloc(0))).toBe("archive_unreadable");
  });

  test("and those cut off anywhere are refused", async () => {
    const content = crypto.getRandomValues(Buffer.alloc(2000)).toString("hex");
    for (const bytes of [zipBytes([{ name: "a", content }]), await tarGzBytes([{ name: "a", content }])]) {
      for (const part of [0.1, 0.5, 0.9]) {
        expect(await refusal(bytes.subarray(0, Math.floor(bytes.length * part)))).toBe("archive_unreadable");
      }
    }
  });
});

describe("packing", () => {
  async function project(name: string): Promise<string> {
    const place = join(folder, name);
    await mkdir(join(place, "only/empty"), { recursive: true });
    await writeFile(join(place, "only/run.sh"), "echo hi");
    await chmod(join(place, "only/run.sh"), 0o755);
    await symlink("run.sh", join(place, "only/link"));
    return place;
  }

  test("and unpacking gives the same tree, its single top folder included", async () => {
    const packed = await realArchives.pack(await project("one"), join(folder, "one.packed"));
    expect(packed).toMatchObject({ bytes: 7, files: 1 });
    const into = join(folder, "one-again");
    await realArchives.unpackPacked(join(folder, "one.packed"), into);
    expect(await readlink(join(into, "only/link"))).toBe("run.sh");
    expect((await lstat(join(into, "only/run.sh"))).mode & 0o777).toBe(0o755);
    expect(existsSync(join(into, "only/empty"))).toBe(true);
    expect(await realArchives.pack(into, join(folder, "again.packed"))).toEqual(packed);
  });

  test("hashes paths, bytes, executable bits and link targets, and nothing else", async () => {
    const changes: [string, (place: string) => Promise<void>][] = [
      ["bytes", (place) => writeFile(join(place, "only/run.sh"), "echo ho")],
      ["mode", (place) => chmod(join(place, "only/run.sh"), 0o644)],
      ["path", (place) => writeFile(join(place, "only/more"), "")],
      ["target", (place) => rm(join(place, "only/link")).then(() => symlink("empty", join(place, "only/link")))],
    ];
    const hashes = new Set([(await realArchives.pack(await project("same"), join(folder, "same.packed"))).hash]);
    for (const [name, change] of changes) {
      const place = await project(name);
      await change(place);
      hashes.add((await realArchives.pack(place, join(folder, `${name}.packed`))).hash);
    }
    expect(hashes.size).toBe(changes.length + 1);
  });
});

test("links that lead out of a folder are found", async () => {
  const place = join(folder, "with-links");
  await mkdir(join(place, "a"), { recursive: true });
  await symlink("/etc/passwd", join(place, "absolute"));
  await symlink("../a", join(place, "a/fine"));
  await symlink("../../x", join(place, "a/out"));
  const paths = (await realArchives.escapingLinks(place)).map(({ path }) => path);
  expect(paths).toEqual(["a/out", "absolute"]);
});
