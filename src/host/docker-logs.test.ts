import { expect, test } from "bun:test";
import type Dockerode from "dockerode";
import { inSeconds, logLines, openLogs } from "./docker-logs.ts";

function frame(kind: 1 | 2 | 3, text: string): Buffer {
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
    { at, stream: "out", text: "one", position: AT },
    { at, stream: "err", text: "zwö", position: `${AT}+1` },
    { at, stream: "out", text: "", position: `${AT}+2` },
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

test("goes on right after a line, also among lines of one instant", async () => {
  const later = "2026-11-21T03:00:00.12345679Z";
  const bytes = Buffer.concat([
    ...["a", "b", "c"].map((word) => frame(1, `${AT} ${word}\n`)),
    frame(1, `${later} d\n`),
  ]);
  const after = async (position: string) =>
    (await Array.fromAsync(logLines(inPieces(bytes, 1000), position))).map(({ text }) => text);
  expect(await after(AT)).toEqual(["b", "c", "d"]);
  expect(await after(`${AT}+1`)).toEqual(["c", "d"]);
  expect(await after("2026-11-21T02:00:00Z")).toEqual(["a", "b", "c", "d"]);
});

test("what the Engine itself says when it lost its place is no line of the container's", async () => {
  const complaint = "Error grabbing logs: log message is too large (2021161080 > 1000000)\n";
  const bytes = Buffer.concat([frame(1, `${AT} one\n`), frame(3, complaint)]);
  expect(await Array.fromAsync(logLines(inPieces(bytes, 1000)))).toEqual([
    { at, stream: "out", text: "one", position: AT },
  ]);
});

test("a place that holds no time is none: the Engine is asked as for somebody who has seen nothing", async () => {
  const asked: object[] = [];
  const logs = async (options: object) => {
    asked.push(options);
    return Buffer.alloc(0);
  };
  const engine = { getContainer: () => ({ logs }) } as unknown as Dockerode;
  const { signal } = new AbortController();
  for (const after of ["Error", AT]) await openLogs(engine, "web", { follow: false, tail: 9, after, signal }, signal);
  const same = { stdout: true, stderr: true, timestamps: true, abortSignal: signal, follow: false };
  expect(asked).toEqual([
    { ...same, tail: 9 },
    { ...same, tail: "all", since: inSeconds(AT) },
  ]);
});

test("asks the Engine with every digit of a time, which leaves out zeros at the end", () => {
  expect(inSeconds("2026-01-02T03:04:05.123456789Z")).toBe("1767323045.123456789");
  expect(inSeconds("2026-01-02T03:04:05.1234Z")).toBe("1767323045.123400000");
  expect(inSeconds("2026-01-02T03:04:05Z")).toBe("1767323045.000000000");
});
