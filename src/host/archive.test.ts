import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TarPart, tarBytes, tarGzBytes, zipBytes } from "#test/support/archive-bytes.ts";
import { LINK, Unpacking } from "#test/support/unpacking.ts";

let archives: Unpacking;
beforeAll(() => {
  archives = new Unpacking();
});
afterAll(() => archives.close());

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
      const into = await archives.unpack(bytes);
      expect((await readdir(into, { recursive: true })).sort()).toEqual(
        ["bin", "bin/link", "bin/start", "empty", "index.html"].sort(),
      );
      expect(await readFile(join(into, "bin/link"), "utf8")).toBe("<h1>ü</h1>");
      expect((await lstat(join(into, "bin/start"))).mode & 0o777).toBe(0o755);
      expect((await lstat(join(into, "index.html"))).mode & 0o777).toBe(0o644);
    }
  });

  test("loses its single top folder, and links inside of it stay right", async () => {
    const into = await archives.zip(
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
    const into = await archives.tar(
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
    expect((await readdir(await archives.unpack(bytes))).sort()).toEqual(["a.txt", "z.zip"]);
  });

  test("may hold hard links to its own files", async () => {
    const into = await archives.tar(
      { name: "a.txt", content: "same" },
      { name: "b.txt", type: "link", linkname: "a.txt" },
    );
    expect(await readFile(join(into, "b.txt"), "utf8")).toBe("same");
  });

  test("may have names that are not in UTF-8", async () => {
    const into = await archives.zip({ name: Buffer.from([0xfc, 0x2e, 0x74]), claims: { flags: 0 } }, { name: "b" });
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
    expect(await archives.refusedZip({ name: "fine.txt", content: "x" }, { name, content: "x" })).toBe(
      "archive_escapes",
    );
  });

  test.each(names.filter((name) => !name.includes("\u0000")))("%j is refused in a tar", async (name) => {
    expect(await archives.refusedTar({ name: "fine.txt", content: "x" }, { name, content: "x" })).toBe(
      "archive_escapes",
    );
  });
});

describe("links", () => {
  test.each(["/etc/passwd", "../outside", "a/../../outside", "..", ""])("to %j are refused", async (target) => {
    expect(await archives.refusedTar({ name: "x" }, { name: "l", type: "symlink", linkname: target })).toBe(
      "archive_link",
    );
    expect(await archives.refusedZip({ name: "x" }, { name: "l", content: target, mode: LINK })).toBe("archive_link");
  });

  test("that get out only through another link are refused", async () => {
    const parts: TarPart[] = [
      { name: "other" },
      { name: "p/q/up", type: "symlink", linkname: "../.." },
      { name: "p/q/out", type: "symlink", linkname: "up/../secret" },
    ];
    expect(await archives.refusedTar(...parts)).toBe("archive_link");
    expect(await archives.refusedTar(...parts.toReversed())).toBe("archive_link");
  });

  test("that get out only once the top folder is stripped are refused", async () => {
    const parts: TarPart[] = [{ name: "top/a" }, { name: "top/l", type: "symlink", linkname: "../x" }];
    expect(await archives.refusedTar(...parts)).toBe("archive_link");
  });

  test("in a circle are refused", async () => {
    const circle: TarPart[] = [
      { name: "a", type: "symlink", linkname: "b" },
      { name: "b", type: "symlink", linkname: "a" },
    ];
    expect(await archives.refusedTar(...circle)).toBe("archive_link");
  });

  test("are never written through", async () => {
    const link: TarPart = { name: "l", type: "symlink", linkname: "real" };
    expect(await archives.refusedTar({ name: "real/x" }, link, { name: "l/evil", content: "x" })).toBe("archive_link");
    expect(await archives.refusedTar({ name: "real/x" }, link, { name: "l", content: "x" })).toBe("archive_duplicate");
    expect(await archives.refusedZip({ name: "l", content: "..", mode: LINK }, { name: "l/evil" })).toBe(
      "archive_link",
    );
  });

  test("that are hard lead only to files that came before", async () => {
    const hard = (linkname: string): TarPart => ({ name: "h", type: "link", linkname });
    expect(await archives.refusedTar(hard("/etc/passwd"))).toBe("archive_escapes");
    expect(await archives.refusedTar(hard("../../etc/passwd"))).toBe("archive_escapes");
    expect(await archives.refusedTar(hard("later"), { name: "later" })).toBe("archive_link");
    expect(await archives.refusedTar({ name: "l", type: "symlink", linkname: "x" }, hard("l"))).toBe("archive_link");
  });
});

describe("special files", () => {
  test("devices, pipes and sockets are refused", async () => {
    expect(await archives.refusedTar({ name: "d", type: "character-device", devmajor: 1, devminor: 3 })).toBe(
      "archive_device",
    );
    expect(await archives.refusedTar({ name: "d", type: "block-device", devmajor: 8, devminor: 0 })).toBe(
      "archive_device",
    );
    expect(await archives.refusedTar({ name: "d", type: "fifo" })).toBe("archive_device");
    for (const mode of [0o020666, 0o060666, 0o010666, 0o140777]) {
      expect(await archives.refusedZip({ name: "d", mode })).toBe("archive_device");
    }
  });

  test("setuid and setgid bits are refused", async () => {
    for (const bit of [0o4755, 0o2755]) {
      expect(await archives.refusedTar({ name: "sh", content: "x", mode: bit })).toBe("archive_setuid");
      expect(await archives.refusedZip({ name: "sh", content: "x", mode: 0o100000 | bit })).toBe("archive_setuid");
    }
  });

  test("a name that comes twice is refused", async () => {
    expect(await archives.refusedZip({ name: "a", content: "1" }, { name: "./a", content: "2" })).toBe(
      "archive_duplicate",
    );
    expect(await archives.refusedTar({ name: "a", content: "1" }, { name: "a", content: "2" })).toBe(
      "archive_duplicate",
    );
    expect(await archives.refusedTar({ name: "a", content: "1" }, { name: "a/b", content: "2" })).toBe("archive_link");
  });
});
