import { expect, test } from "bun:test";
import { logLines } from "./docker-logs.ts";

function frame(kind: 1 | 2, text: string): Buffer {
  const header = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const AT = "2026-11-21T03:00:00.123456789Z";
const at = Date.parse("2026-11-21T03:00:00.123Z");

test.each([1, 7, 1000])("reads both streams with their clocks from pieces of %d bytes", async (size) => {
  const bytes = Buffer.concat([frame(1, `${AT} one\n`), frame(2, `${AT} zwö\r\n`), frame(1, `${AT} \n`)]);
  expect(await Array.fromAsync(logLines(inPieces(bytes, size)))).toEqual([
    { at, stream: "out", text: "one" },
    { at, stream: "err", text: "zwö" },
    { at, stream: "out", text: "" },
  ]);
});

test("joins a long line that came in several frames, while the other stream goes on", async () => {
  const bytes = Buffer.concat([
    frame(1, `${AT} long `),
    frame(2, `${AT} x\n`),
    frame(1, `${AT} line\n`),
    frame(1, `${AT} end`),
  ]);
  const texts = (await Array.fromAsync(logLines(inPieces(bytes, 1000)))).map(({ text }) => text);
  expect(texts).toEqual(["x", "long line", "end"]);
});
