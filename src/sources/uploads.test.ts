import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipBytes } from "#test/support/archive-bytes.ts";
import { memoryDatabase } from "#test/support/database.ts";
import { type Files, realFiles } from "../host/files.ts";
import { AppError } from "../lib/errors.ts";
import { DAY_MS } from "../lib/time.ts";
import { UploadStore } from "./upload-store.ts";
import { type Incoming, Uploads } from "./uploads.ts";

const ZIP = zipBytes([{ name: "index.html", content: Buffer.from(crypto.getRandomValues(new Uint8Array(3000))) }]);
const LIMITS = { uploadBytes: 10_000, freeDiskBytes: 1000 };

let data: string;
let now = 1_800_000_000_000;
let freeBytes = 1e9;
let uploads: Uploads;

const files: Files = {
  ...realFiles,
  disk: async () => ({ freeBytes, totalBytes: 1e10, freeInodes: 1e6, totalInodes: 2e6 }),
};

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "autostack-uploads-test-"));
});

afterAll(() => rm(data, { recursive: true, force: true }));

beforeEach(async () => {
  const db = memoryDatabase();
  db.run("insert into users values ('u1', 'ada@example.com', 'Ada', 'x', 'owner', 0)");
  db.run("insert into teams values ('t1', 'ada', 'Ada', 0)");
  freeBytes = 1e9;
  await rm(join(data, "sources"), { recursive: true, force: true });
  uploads = new Uploads({ files, now: () => now }, new UploadStore(db), data, LIMITS);
});

const onDisk = () => readdir(join(data, "sources/uploads"));

function incoming(chunks: Iterable<Uint8Array>, rest: Partial<Incoming> = {}): Incoming {
  return { stream: streamOf(chunks), fileName: "shop.zip", team: "t1", user: "u1", declaredBytes: null, ...rest };
}

/** Asks for a chunk only when it is wanted. */
function streamOf(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const rest = chunks[Symbol.iterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { value, done } = rest.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void rest.return?.(),
    },
    { highWaterMark: 0 },
  );
}

async function refusal(upload: Incoming): Promise<AppError> {
  const error = await uploads.receive(upload).then(
    () => new Error("accepted"),
    (error: unknown) => error,
  );
  if (!(error instanceof AppError)) throw error;
  expect(await onDisk()).toEqual([]);
  return error;
}

describe("an upload", () => {
  test("is written to disk as it comes, and belongs to who sent it", async () => {
    const upload = await uploads.receive(incoming([ZIP.subarray(0, 100), ZIP.subarray(100)]));
    expect(upload).toMatchObject({ fileName: "shop.zip", bytes: ZIP.length, team: "t1", user: "u1", createdAt: now });
    expect(ZIP.equals(await readFile(await uploads.fileOf(upload.id)))).toBe(true);
    expect(uploads.find(upload.id, "u1")).toEqual(upload);
    expect(() => uploads.find(upload.id, "u2")).toThrow("There is no such upload");
  });

  test("keeps only the last part of its file's name, without control characters", async () => {
    const upload = await uploads.receive(incoming([ZIP], { fileName: "C:\\work\\../\u0000shop\n.zip" }));
    expect(upload.fileName).toBe("shop.zip");
  });

  test("of 3 GB is refused before a byte of it is read when it says so", async () => {
    let read = 0;
    const chunks = (function* () {
      read++;
      yield ZIP;
    })();
    const error = await refusal(incoming(chunks, { declaredBytes: 3_000_000_000 }));
    expect([error.status, error.code, error.field]).toEqual([413, "upload_too_large", "file"]);
    expect(error.summary).toContain("10.0 kB");
    expect(read).toBe(0);
  });

  test("that is larger than it said is stopped at the limit, and its sender too", async () => {
    let sent = 0;
    let stopped = false;
    const chunks = (function* () {
      try {
        for (yield ZIP; ; sent++) yield new Uint8Array(1000);
      } finally {
        stopped = true;
      }
    })();
    const error = await refusal(incoming(chunks, { declaredBytes: 100 }));
    expect([error.status, error.code]).toEqual([413, "upload_too_large"]);
    expect(sent).toBeLessThan(100);
    expect(stopped).toBe(true);
  });

  test("that is no archive is refused by its first bytes, whatever its name", async () => {
    let sent = 0;
    const chunks = (function* () {
      while (sent++ < 1000) yield Buffer.alloc(600, "#!/bin/sh\n");
    })();
    const error = await refusal(incoming(chunks, { fileName: "shop.zip" }));
    expect([error.status, error.field]).toEqual([422, "file"]);
    expect(sent).toBeLessThan(100);
    expect((await refusal(incoming([Buffer.from("short")]))).field).toBe("file");
    expect((await refusal(incoming([]))).summary).toContain("empty");
  });

  test("is refused while the disk is short", async () => {
    freeBytes = 5000;
    const declared = await refusal(incoming([ZIP], { declaredBytes: 4500 }));
    expect([declared.status, declared.code]).toEqual([507, "disk_full"]);
    freeBytes = 999;
    expect((await refusal(incoming([ZIP]))).status).toBe(507);
  });

  test("that breaks off leaves nothing behind", async () => {
    const chunks = (function* () {
      yield ZIP.subarray(0, 1000);
      throw new Error("the client went away");
    })();
    await expect(uploads.receive(incoming(chunks))).rejects.toThrow("the client went away");
    expect(await onDisk()).toEqual([]);
  });
});

describe("sweeping", () => {
  test("removes uploads of more than a day ago, and says so when one is asked for", async () => {
    const old = await uploads.receive(incoming([ZIP]));
    now += DAY_MS + 1;
    const young = await uploads.receive(incoming([ZIP]));
    await uploads.sweep();
    expect(await onDisk()).toEqual([young.id]);
    await expect(uploads.fileOf(old.id)).rejects.toThrow("kept for a day");
  });

  test("removes files that a crash left behind, and spares one on its way in", async () => {
    const { id } = await uploads.receive(incoming([ZIP]));
    for (const name of ["left", "arriving"]) await writeFile(join(data, "sources/uploads", name), "x");
    await utimes(join(data, "sources/uploads/left"), 0, 0);
    await utimes(join(data, "sources/uploads/arriving"), now / 1000, now / 1000);
    await uploads.sweep();
    expect((await onDisk()).sort()).toEqual(["arriving", id].sort());
  });
});
