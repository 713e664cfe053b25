import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import { Bell } from "./bell.ts";
import type { LogLine } from "./deployment.ts";
import { DeploymentLogs } from "./log.ts";
import { masker } from "./mask.ts";

const host = { files: realFiles, now: Date.now, sleep: (durationMs: number) => Bun.sleep(durationMs) };
const plain = (text: string) => text;
let folder: string;
let logs: DeploymentLogs;
const bell = new Bell();

function open(limitBytes = 1e6): DeploymentLogs {
  return new DeploymentLogs({ host, folder, limitBytes, bell });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "autostack-log-"));
  logs = open();
});
afterEach(() => rmSync(folder, { recursive: true }));

const texts = (lines: LogLine[]) => lines.map(({ text }) => text);

describe("a deployment's log", () => {
  test("is read back in order, and from any line on", async () => {
    const writer = await logs.open("d1", plain);
    for (const text of ["one", "zwei — zwölf", "three"]) writer.write("build", "out", text);
    await writer.close("build");
    const lines = await logs.read("d1");
    expect(texts(lines)).toEqual(["one", "zwei — zwölf", "three"]);
    expect(texts(await logs.read("d1", lines[1]?.id))).toEqual(["three"]);
    expect(await logs.read("d1", lines[2]?.id)).toEqual([]);
  });

  test("goes on after a crash, without the entry that was cut off", async () => {
    const writer = await logs.open("d1", plain);
    writer.write("build", "out", "before");
    await writer.close("build");
    appendFileSync(logs.path("d1"), '{"at":1,"stage":"bui');
    const again = await logs.open("d1", plain);
    again.write("build", "out", "after");
    await again.close("build");
    expect(texts(await logs.read("d1"))).toEqual(["before", "after"]);
  });

  test("drops lines beyond its limit, counts them, and still finds room for notes", async () => {
    logs = open(300);
    const writer = await logs.open("d1", plain);
    for (let index = 0; index < 100; index++) writer.write("build", "out", `line ${index}`);
    writer.write("build", "note", "Failed.");
    await writer.close("build");
    const lines = texts(await logs.read("d1"));
    expect(lines.at(-1)).toMatch(/^9\d lines were dropped/);
    expect(lines).toContain("Failed.");
  });

  test("outlives a full disk, goes on when there is room again, and tells how many lines it cost", async () => {
    let isFull = false;
    const refused = Promise.withResolvers<void>();
    // As the system does it: a part of the text may still find room.
    const append = async (path: string, text: string) => {
      await realFiles.append(path, isFull ? text.slice(0, 20) : text);
      if (!isFull) return;
      refused.resolve();
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    logs = new DeploymentLogs({ host: { ...host, files: { ...realFiles, append } }, folder, limitBytes: 1e6, bell });
    const writer = await logs.open("d1", plain);
    writer.write("build", "out", "before");
    await writer.close("build");
    isFull = true;
    for (const text of ["one", "two", "three"]) writer.write("build", "out", text);
    await refused.promise;
    isFull = false;
    writer.write("build", "out", "after");
    await writer.close("build");
    const lines = texts(await logs.read("d1"));
    expect(lines).toEqual(["before", "after", "3 lines were dropped: the disk was full."]);
  });

  test("is followed line by line, resumes after any id, without a gap or a repeat", async () => {
    const writer = await logs.open("d1", plain);
    let ended = false;
    const signal = AbortSignal.timeout(5000);
    const first = readAll(logs.follow("d1", 0, () => ended, signal));
    for (let index = 0; index < 500; index++) {
      writer.write("build", "out", `line ${index}`);
      if (index % 50 === 0) await Bun.sleep(1);
    }
    await writer.close("build");
    ended = true;
    bell.ring("d1");
    const lines = await first;
    expect(texts(lines)).toEqual(Array.from({ length: 500 }, (_, index) => `line ${index}`));
    const resumed = await readAll(logs.follow("d1", lines[249]?.id ?? 0, () => true, signal));
    expect(resumed).toEqual(lines.slice(250));
  });
});

async function readAll(batches: AsyncIterable<LogLine[]>): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const batch of batches) lines.push(...batch);
  return lines;
}

describe("masking", () => {
  test("hides secrets, also those of several lines and those in URLs", () => {
    const mask = masker(["p@ss/word", "-----BEGIN-----\nMIIEvQ1\n-----END-----"]);
    expect(mask("login with p@ss/word")).toBe("login with ••••••");
    expect(mask("https://x:p%40ss%2Fword@host")).toBe("https://x:••••••@host");
    expect(mask("MIIEvQ1")).toBe("••••••");
  });

  test("leaves short values alone, which are words", () => {
    expect(masker(["true", "dev"])("true dev")).toBe("true dev");
  });
});
