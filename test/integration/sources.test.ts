import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realArchives } from "../../src/host/archive.ts";
import { realFiles } from "../../src/host/files.ts";
import { makeGit } from "../../src/host/git.ts";
import { realProcesses } from "../../src/host/real-processes.ts";
import { AppError } from "../../src/lib/errors.ts";
import { DAY_MS } from "../../src/lib/time.ts";
import { fetchSource } from "../../src/sources/fetch.ts";
import { SnapshotStore } from "../../src/sources/snapshot.ts";
import type { SourceInput } from "../../src/sources/source.ts";
import { UploadStore } from "../../src/sources/upload-store.ts";
import { Uploads } from "../../src/sources/uploads.ts";
import { memoryDatabase } from "../support/database.ts";
import { commitFiles, type GitServer, serveGit } from "./git-server.ts";

const LIMITS = { sourceBytes: 20_000_000, sourceFiles: 1000, uploadBytes: 10_000_000, freeDiskBytes: 0 };
const loopbackGit = makeGit(realProcesses, { protocols: "http" });

let folder: string;
let server: GitServer;
let uploads: Uploads;
let snapshots: SnapshotStore;
let sha: string;
let log: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-sources-test-"));
  const db = memoryDatabase();
  db.run("insert into users values ('u1', 'ada@example.com', 'Ada', 'x', 'owner', 0)");
  db.run("insert into teams values ('t1', 'ada', 'Ada', 0)");
  const host = { files: realFiles, archives: realArchives, now: Date.now };
  uploads = new Uploads(host, new UploadStore(db), folder, LIMITS);
  snapshots = new SnapshotStore(host, folder);
  const repository = join(folder, "served", "shop");
  await mkdir(join(repository, "apps/web"), { recursive: true });
  await symlink("/etc/passwd", join(repository, "apps/web/passwd"));
  await symlink("../../README.md", join(repository, "apps/web/readme"));
  await symlink("apps", join(repository, "linked"));
  sha = await commitFiles(repository, { "README.md": "shop", "apps/web/index.html": "web" }, "Open the shop");
  server = serveGit(join(folder, "served"));
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

function fetch(input: SourceInput, into = join(folder, "work")) {
  log = [];
  return fetchSource(input, into, {
    host: { files: realFiles, archives: realArchives, git: loopbackGit },
    snapshots,
    uploads,
    examplesFolder: join(folder, "examples"),
    limits: LIMITS,
    credential: null,
    signal: new AbortController().signal,
    log: (_stream, line) => log.push(line),
  });
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof AppError) return error;
  throw error;
}

async function upload(fileName: string): Promise<SourceInput> {
  const stream = Bun.file(join(folder, fileName)).stream();
  const { id } = await uploads.receive({ stream, fileName, team: "t1", user: "u1", declaredBytes: null });
  return { kind: "upload", upload: id, fileName };
}

async function run(...argv: string[]): Promise<void> {
  const { exitCode, err } = await realProcesses.run(argv, { cwd: folder, env: { PATH: process.env.PATH ?? "" } });
  if (exitCode !== 0) throw new Error(`${argv.join(" ")}: ${err}`);
}

describe("a repository", () => {
  const source = () => ({ kind: "git" as const, url: `${server.url}/shop`, branch: null, folder: null });

  test("becomes a workspace without its .git, and without links that leave it", async () => {
    const { folder: work, revision } = await fetch(source());
    expect(revision).toMatchObject({ kind: "commit", sha, message: "Open the shop", branch: "main" });
    expect((await readdir(work)).sort()).toEqual(["README.md", "apps", "linked"]);
    expect((await readdir(join(work, "apps/web"))).sort()).toEqual(["index.html", "readme"]);
    expect(log.join("\n")).toContain("Left out the link apps/web/passwd → /etc/passwd");
    expect(existsSync(`${work}.git`)).toBe(false);
  });

  test("can give one of its folders", async () => {
    const { folder: work } = await fetch({ ...source(), folder: "apps/web" });
    expect(await readdir(work)).toEqual(["index.html"]);
  });

  test.each(["nope", "README.md", "linked", "linked/web"])("has no folder %s", async (name) => {
    const error = await refusal(fetch({ ...source(), folder: name }));
    expect([error.status, error.field]).toEqual([422, "folder"]);
    expect(existsSync(join(folder, "work"))).toBe(false);
    expect(existsSync(join(folder, "work.git"))).toBe(false);
  });
});

describe("an upload by a real program", () => {
  beforeAll(async () => {
    const project = join(folder, "project");
    const deep = "a-rather-long-folder-name/".repeat(8);
    await mkdir(join(project, deep), { recursive: true });
    await writeFile(join(project, deep, "page.html"), "deep");
    await writeFile(join(project, "index.html"), "<h1>hello</h1>".repeat(10_000));
    await writeFile(join(project, "start.sh"), "#!/bin/sh\n");
    await chmod(join(project, "start.sh"), 0o755);
    await symlink("index.html", join(project, "home.html"));
    await run("zip", "-qry", "by-zip.zip", "project");
    for (const format of ["gnu", "pax", "ustar"])
      await run("tar", `--format=${format}`, "-czf", `${format}.tgz`, "project");
    await run("git", "init", "-q", "project");
    await run("sh", "-c", "cd project && zip -qry - . > ../by-pipe.zip");
    await run("python3", "-c", PYTHON_ZIP);
  });

  test.each(["by-zip.zip", "by-pipe.zip", "by-python.zip", "gnu.tgz", "pax.tgz", "ustar.tgz"])("%s", async (name) => {
    const { folder: work, revision, snapshot } = await fetch(await upload(name));
    expect(revision).toEqual({ kind: "upload", fileName: name, hash: snapshot.hash });
    const names = (await readdir(work)).sort();
    expect(names).toEqual(["a-rather-long-folder-name", "home.html", "index.html", "start.sh"]);
    expect(await readFile(join(work, "home.html"), "utf8")).toStartWith("<h1>hello</h1>");
  });

  test("gives the same hash from whatever archive it came", async () => {
    const hashes = new Set<string>();
    for (const name of ["by-zip.zip", "by-pipe.zip", "gnu.tgz", "pax.tgz"]) {
      hashes.add((await fetch(await upload(name))).snapshot.hash);
    }
    expect(hashes.size).toBe(1);
  });

  test("of Python's zipfile that climbs out is refused, and nothing is written", async () => {
    await run(
      "python3",
      "-c",
      "import zipfile\nwith zipfile.ZipFile('climb.zip', 'w') as z: z.writestr('../../climbed', 'x')",
    );
    const error = await refusal(fetch(await upload("climb.zip"), join(folder, "deep", "work")));
    expect([error.code, error.field, error.status]).toEqual(["archive_escapes", "file", 422]);
    expect(await readdir(join(folder, "deep"))).toEqual([]);
    expect(existsSync(join(folder, "climbed"))).toBe(false);
  });

  test("that was swept away is asked for again", async () => {
    const error = await refusal(fetch({ kind: "upload", upload: "../../etc/passwd", fileName: "x" }));
    expect([error.code, error.field]).toEqual(["upload_gone", "file"]);
  });
});

describe("an example", () => {
  test("is copied, and only by its name", async () => {
    await mkdir(join(folder, "examples/static"), { recursive: true });
    await writeFile(join(folder, "examples/static/index.html"), "example");
    const { folder: work, revision, snapshot } = await fetch({ kind: "example", name: "static" });
    expect(revision).toEqual({ kind: "example", name: "static", hash: snapshot.hash });
    expect(await readFile(join(work, "index.html"), "utf8")).toBe("example");
    for (const name of ["nope", "..", "../project", ""]) {
      expect((await refusal(fetch({ kind: "example", name }))).status).toBe(404);
    }
  });
});

describe("a snapshot", () => {
  test("gives the exact source again, after the repository has moved on", async () => {
    const first = await fetch({ kind: "git", url: `${server.url}/shop`, branch: "main", folder: null });
    await commitFiles(join(folder, "served/shop"), { "README.md": "moved on" }, "Move on");
    const input = { kind: "snapshot" as const, snapshot: first.snapshot, revision: first.revision };
    const again = await fetch(input, join(folder, "again"));
    expect(again).toEqual({ ...first, folder: join(folder, "again") });
    expect(await readFile(join(folder, "again/README.md"), "utf8")).toBe("shop");
    expect(await readlink(join(folder, "again/linked"))).toBe("apps");
    expect(await snapshots.keep(join(folder, "again"))).toEqual(first.snapshot);
  });

  test("that no release needs is removed after a day, and the loss is told", async () => {
    const { snapshot, revision } = await fetch({ kind: "example", name: "static" });
    const kept = (await fetch({ kind: "git", url: `${server.url}/shop`, branch: null, folder: null })).snapshot;
    const store = join(folder, "sources/snapshots");
    await snapshots.removeUnused(new Set());
    expect(existsSync(join(store, `${snapshot.hash}.tar.zst`))).toBe(true);
    const yesterday = new Date(Date.now() - DAY_MS - 1000);
    for (const name of await readdir(store)) await utimes(join(store, name), yesterday, yesterday);
    await snapshots.removeUnused(new Set([kept.hash]));
    expect(await readdir(store)).toEqual([`${kept.hash}.tar.zst`]);
    expect((await refusal(fetch({ kind: "snapshot", snapshot, revision }))).code).toBe("snapshot_gone");
  });
});

/** Writes to a pipe, so that sizes come after the content, and every entry is of the zip64 kind. */
const PYTHON_ZIP = `
import os, sys, zipfile
class Pipe:
    def __init__(self, f): self.f = f
    def write(self, b): return self.f.write(b)
    def flush(self): self.f.flush()
with open("by-python.zip", "wb") as f, zipfile.ZipFile(Pipe(f), "w", zipfile.ZIP_DEFLATED) as z:
    for root, _, names in os.walk("project"):
        if ".git" in root: continue
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as source, z.open(zipfile.ZipInfo(path), "w", force_zip64=True) as target:
                target.write(source.read())
`;
