import { expect, test } from "bun:test";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { squeezePng } from "./png.ts";

const WIDTH = 3;

function chunk(type: string, data: Buffer): Buffer {
  const frame = Buffer.alloc(12 + data.length);
  frame.writeUInt32BE(data.length);
  frame.write(type, 4, "latin1");
  data.copy(frame, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, 8 + data.length)), 8 + data.length);
  return frame;
}

/** A picture three pixels wide whose rows have the filters of their first bytes. */
function pngOf(rows: number[][]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const image = deflateSync(Buffer.from(rows.flat()), { level: 0 });
  // Padding that a browser might send, so that the result is the smaller one.
  const note = chunk("tEXt", Buffer.alloc(200));
  return Buffer.concat([signature, chunk("IHDR", header), note, chunk("IDAT", image), chunk("IEND", Buffer.alloc(0))]);
}

function pixelsOf(png: Buffer): number[] {
  const at = png.indexOf("IDAT");
  return [...inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))];
}

test("every filter is undone, and the picture is smaller", () => {
  const png = pngOf([
    [0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [3, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    [4, 5, 5, 5, 5, 5, 5, 5, 5, 5],
  ]);
  const squeezed = squeezePng(png);
  expect(squeezed.length).toBeLessThan(png.length);
  expect(pixelsOf(squeezed)).toEqual(
    [
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
      [0, 1, 1, 1, 2, 2, 2, 3, 3, 3],
      [0, 2, 2, 2, 3, 3, 3, 4, 4, 4],
      [0, 5, 5, 5, 8, 8, 8, 10, 10, 10],
      [0, 10, 10, 10, 15, 15, 15, 20, 20, 20],
    ].flat(),
  );
});

test("what is no picture of 8-bit colours is refused", () => {
  const png = pngOf([[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);
  png[png.indexOf("IHDR") + 4 + 9] = 3;
  expect(() => squeezePng(png)).toThrow("8-bit");
});
