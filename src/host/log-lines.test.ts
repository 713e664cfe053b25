import { expect, test } from "bun:test";
import { cutLines } from "./log-lines.ts";

async function linesOf(...parts: [position: number, text: string][]) {
  async function* bytes() {
    for (const [position, text] of parts) yield { position, bytes: Buffer.from(text) };
  }
  return (await Array.fromAsync(cutLines(bytes()))).flat();
}

test("joins a line that came in two parts, and says where each line ends", async () => {
  expect(await linesOf([0, "one\nt"], [5, "wo\r\nthree"])).toEqual([
    { text: "one", position: 4 },
    { text: "two", position: 9 },
    { text: "three", position: 14 },
  ]);
});

test("positions count bytes, not characters", async () => {
  expect(await linesOf([10, "é€\n"])).toEqual([{ text: "é€", position: 16 }]);
});

test("leaves out the beginning of a line whose end was dropped", async () => {
  expect(await linesOf([0, "one\nbegu"], [900, "next\n"])).toEqual([
    { text: "one", position: 4 },
    { text: "next", position: 905 },
  ]);
});

test("hands a very long line on in pieces", async () => {
  const pieces = await linesOf([0, `${"x".repeat(40_000)}\nend\n`]);
  expect(pieces.map(({ text }) => text.length)).toEqual([16_384, 16_384, 7232, 3]);
  expect(pieces.at(-1)?.position).toBe(40_005);
});
