import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capLogFile, followLogFile, removeLogFile } from "./log-file.ts";

let folder: string;
let log: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-log-"));
  log = join(folder, "app.log");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const forever = new AbortController().signal;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join("");
const texts = async (tail: number) => {
  return (await read({ tail })).map(({ text }) => text);
};
const read = (from: { tail?: number; after?: number | null }) =>
  Array.fromAsync(followLogFile(log, { tail: 100, after: null, signal: forever, isOver: async () => true, ...from }));

test("reads the last lines, with what has no end yet", async () => {
  expect(await texts(5)).toEqual([]);
  await appendFile(log, `${lines(1, 4)}begun`);
  expect(await texts(2)).toEqual(["line 3", "line 4", "begun"]);
  expect(await texts(Number.POSITIVE_INFINITY)).toHaveLength(5);
});

test("follows what is appended, also after the older half was dropped, until it is aborted", async () => {
  await appendFile(log, lines(1, 100));
  const abort = new AbortController();
  const read: string[] = [];
  const following = (async () => {
    for await (const { text } of followLogFile(log, {
      tail: 1,
      after: null,
      signal: abort.signal,
      isOver: async () => false,
    })) {
      read.push(text);
      if (text === "line 100") await appendFile(log, lines(101, 101));
      if (text === "line 101") await capLogFile(log, 40).then(() => appendFile(log, lines(102, 102)));
      if (text === "line 102") abort.abort();
    }
  })();
  await following;
  expect(read[0]).toBe("line 100");
  expect(read[1]).toBe("line 101");
  expect(read.at(-1)).toBe("line 102");
});

test("a log over its size keeps its newer whole lines; a smaller one is left alone", async () => {
  await appendFile(log, lines(1, 100));
  await capLogFile(log, 100_000);
  expect((await readFile(log, "utf8")).length).toBe(lines(1, 100).length);
  await capLogFile(log, 100);
  const kept = await readFile(log, "utf8");
  expect(kept.length).toBeLessThanOrEqual(50);
  expect(kept).toMatch(/^line \d+\n/);
  expect(kept).toEndWith("line 100\n");
});

test("goes on right after a line, also when the log was cut or ended in the middle of one meanwhile", async () => {
  await appendFile(log, lines(1, 100));
  const [seen] = (await read({})).slice(-3, -2);
  expect(seen?.text).toBe("line 98");
  await capLogFile(log, 100);
  await appendFile(log, `${lines(101, 101)}begun`);
  const next = await read({ after: seen?.position ?? null });
  expect(next.map(({ text }) => text)).toEqual(["line 99", "line 100", "line 101", "begun"]);
  await appendFile(log, " and ended\n");
  expect((await read({ after: next.at(-1)?.position ?? null })).map(({ text }) => text)).toEqual([" and ended"]);
});

test("what was dropped before it was read is left out, and nothing is told twice", async () => {
  await appendFile(log, lines(1, 10));
  const early = (await read({}))[0]?.position ?? null;
  await appendFile(log, lines(11, 100));
  await capLogFile(log, 100);
  await capLogFile(log, 40);
  const rest = await read({ after: early });
  expect(rest.length).toBeLessThan(5);
  expect(rest.at(-1)?.text).toBe("line 100");
  expect(await read({ after: rest.at(-1)?.position ?? null })).toEqual([]);
});

test("a place in a longer log that had this name before is the beginning", async () => {
  await appendFile(log, lines(1, 2));
  expect((await read({ after: 10_000 })).map(({ text }) => text)).toEqual(["line 1", "line 2"]);
});

test("who follows a log still reads its last words when it is removed", async () => {
  await appendFile(log, "first\n");
  let isOver = false;
  const following = (async () => {
    const texts: string[] = [];
    const lines = followLogFile(log, { tail: 1, after: null, signal: forever, isOver: async () => isOver });
    for await (const { text } of lines) {
      texts.push(text);
      if (text === "first") void appendFile(log, "last\n").then(() => ending.resolve());
    }
    return texts;
  })();
  const ending = Promise.withResolvers<void>();
  await ending.promise;
  isOver = true;
  await removeLogFile(log);
  expect(await following).toEqual(["first", "last"]);
  expect(await Bun.file(log).exists()).toBe(false);
});
