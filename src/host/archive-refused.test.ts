import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { type TarPart, tarBytes, tarGzBytes, zipBytes } from "#test/support/archive-bytes.ts";
import { UNPACK_LIMITS, Unpacking } from "#test/support/unpacking.ts";

let archives: Unpacking;
beforeAll(() => {
  archives = new Unpacking();
});
afterAll(() => archives.close());

describe("bombs", () => {
  const zeros = Buffer.alloc(20_000_000);

  test("by ratio are refused", async () => {
    expect(await archives.refusedZip({ name: "zeros", content: zeros })).toBe("archive_bomb");
    expect(await archives.refusal(gzipSync(await tarBytes([{ name: "zeros", content: zeros.toString() }])))).toBe(
      "archive_bomb",
    );
  });

  test("by nothing but empty tar blocks are refused", async () => {
    expect(await archives.refusal(gzipSync(Buffer.concat([await tarBytes([{ name: "a" }]), zeros])))).toBe(
      "archive_bomb",
    );
  });

  test("by size are refused", async () => {
    const limits = { ...UNPACK_LIMITS, maxBytes: 1000 };
    const content = crypto.getRandomValues(Buffer.alloc(1001));
    expect(await archives.refusal(zipBytes([{ name: "a", content }]), limits)).toBe("archive_too_large");
    expect(await archives.refusal(await tarGzBytes([{ name: "a", content: content.toString("hex") }]), limits)).toBe(
      "archive_too_large",
    );
  });

  test("by hard links to one large file are refused", async () => {
    const links = Array.from({ length: 9 }, (_, n): TarPart => ({ name: `l${n}`, type: "link", linkname: "a" }));
    const bytes = await tarGzBytes([{ name: "a", content: "x".repeat(10_000) }, ...links]);
    expect(await archives.refusal(bytes, { ...UNPACK_LIMITS, maxBytes: 50_000 })).toBe("archive_too_large");
  });

  test("by count are refused", async () => {
    const names = Array.from({ length: 101 }, (_, index) => ({ name: `f${index}` }));
    expect(await archives.refusedZip(...names)).toBe("archive_too_large");
    expect(await archives.refusedTar(...names)).toBe("archive_too_large");
  });
});

describe("archives that lie", () => {
  test("about a file's size are refused", async () => {
    expect(await archives.refusedZip({ name: "a", content: "x".repeat(1000), claims: { size: 10 } })).toBe(
      "archive_unreadable",
    );
    expect(await archives.refusedZip({ name: "a", content: "x", claims: { size: 4_000_000_000 } })).toBe(
      "archive_unreadable",
    );
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
    expect(await archives.refusal(Buffer.concat([header, bytes.subarray(512)]))).toBe("archive_unreadable");
  });

  test("about checksums, places, methods and counts are refused", async () => {
    expect(await archives.refusedZip({ name: "a", content: "x", claims: { crc: 1 } })).toBe("archive_unreadable");
    expect(await archives.refusedZip({ name: "a", content: "x", claims: { offset: 9999 } })).toBe("archive_unreadable");
    expect(await archives.refusedZip({ name: "a", content: "x", claims: { method: 99 } })).toBe("archive_unreadable");
    expect(await archives.refusal(zipBytes([{ name: "a", content: "x" }], { entries: 50 }))).toBe("archive_unreadable");
  });

  test("that need a password, hold nothing, or are none at all are refused", async () => {
    expect(await archives.refusedZip({ name: "a", content: "x", claims: { flags: 1 } })).toBe("archive_encrypted");
    expect(await archives.refusedZip()).toBe("archive_empty");
    expect(await archives.refusal(Buffer.from("hello"))).toBe("archive_unreadable");
    expect(await archives.refusal(gzipSync("hello".repeat(1000)))).toBe("archive_unreadable");
    expect(await archives.refusal(Buffer.alloc(0))).toBe("archive_unreadable");
  });

  test("and those cut off anywhere are refused", async () => {
    const content = crypto.getRandomValues(Buffer.alloc(2000)).toString("hex");
    for (const bytes of [zipBytes([{ name: "a", content }]), await tarGzBytes([{ name: "a", content }])]) {
      for (const part of [0.1, 0.5, 0.9]) {
        expect(await archives.refusal(bytes.subarray(0, Math.floor(bytes.length * part)))).toBe("archive_unreadable");
      }
    }
  });
});
