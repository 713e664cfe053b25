import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { invalid, notFound } from "../lib/errors.ts";
import type { LogSink } from "../runtimes/runtime.ts";
import type { SnapshotStore } from "./snapshot.ts";
import type { SourceInput, Workspace } from "./source.ts";
import type { Uploads } from "./uploads.ts";

type Input<Kind extends SourceInput["kind"]> = Extract<SourceInput, { kind: Kind }>;

/** How much larger than the archive its content may be. Text seldom passes 20, and repeated lines 100. */
const MAX_RATIO = 200;

export type FetchDependencies = {
  host: Pick<Host, "files" | "git" | "archives">;
  snapshots: Pick<SnapshotStore, "keep" | "open">;
  uploads: Uploads;
  examplesFolder: string;
  limits: { sourceBytes: number; sourceFiles: number };
  /** For a private repository: a token, or `user:token`. */
  credential: string | null;
  signal: AbortSignal;
  log: LogSink;
};

/**
 * Brings the code of one deployment into the folder `into`, which is replaced, and keeps a snapshot of it.
 * The folder then holds no repository data and no link that leads out of it.
 */
export async function fetchSource(input: SourceInput, into: string, deps: FetchDependencies): Promise<Workspace> {
  await deps.host.files.remove(into);
  switch (input.kind) {
    case "git":
      return fetchRepository(input, into, deps);
    case "upload":
      return fetchUpload(input, into, deps);
    case "example":
      return fetchExample(input, into, deps);
    case "snapshot":
      await deps.snapshots.open(input.snapshot, into, deps.signal);
      return { folder: into, revision: input.revision, snapshot: input.snapshot };
  }
}

async function fetchRepository(input: Input<"git">, into: string, deps: FetchDependencies): Promise<Workspace> {
  const { host, limits, credential, signal, log } = deps;
  const { url, branch, folder } = input;
  // Beside the workspace, so that a folder of the repository can be moved into its place.
  const repository = `${into}.git`;
  await host.files.remove(repository);
  try {
    log("out", `Fetching ${url} …`);
    const { sha, message, author, committedAt, ...rest } = await host.git.checkout({
      ...{ url, branch, credential, signal },
      into: repository,
      limits: { maxBytes: limits.sourceBytes, maxFiles: limits.sourceFiles },
      onProgress: (line) => log("out", line),
    });
    await host.files.remove(join(repository, ".git"));
    await host.files.rename(await folderOf(repository, folder, host), into);
    await dropEscapingLinks(into, deps);
    const snapshot = await deps.snapshots.keep(into, signal);
    const revision = { kind: "commit" as const, sha, message, author, committedAt, branch: rest.branch };
    return { folder: into, revision, snapshot };
  } finally {
    await host.files.remove(repository);
  }
}

/** A folder of the repository; a link on the way to it could lead anywhere. */
async function folderOf(repository: string, folder: string | null, { files }: Pick<Host, "files">): Promise<string> {
  let path = repository;
  for (const part of folder?.split("/") ?? []) {
    path = join(path, part);
    if (!(await files.stat(path))?.isDirectory()) {
      throw invalid("folder", `The repository has no folder “${folder}”.`, "Change the folder, or leave it empty.");
    }
  }
  return path;
}

/** A repository may hold a link to /etc/passwd: nothing that reads the workspace shall follow it. */
async function dropEscapingLinks(folder: string, { host, log }: FetchDependencies): Promise<void> {
  for (const { path, target } of await host.archives.escapingLinks(folder)) {
    await host.files.remove(join(folder, path));
    log("out", `Left out the link ${path} → ${target}: it leads out of the project.`);
  }
}

async function fetchUpload(input: Input<"upload">, into: string, deps: FetchDependencies): Promise<Workspace> {
  const { host, uploads, limits, signal, log } = deps;
  log("out", `Unpacking ${input.fileName} …`);
  const file = await uploads.fileOf(input.upload);
  const maxima = { maxBytes: limits.sourceBytes, maxFiles: limits.sourceFiles, maxRatio: MAX_RATIO };
  await host.archives.unpack(file, into, maxima, signal);
  const snapshot = await deps.snapshots.keep(into, signal);
  return { folder: into, revision: { kind: "upload", fileName: input.fileName, hash: snapshot.hash }, snapshot };
}

async function fetchExample(input: Input<"example">, into: string, deps: FetchDependencies): Promise<Workspace> {
  const { host, examplesFolder, snapshots, signal, log } = deps;
  const isName = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(input.name);
  const folder = join(examplesFolder, input.name);
  if (!isName || !(await host.files.exists(folder))) throw notFound("example");
  log("out", `Copying the example “${input.name}” …`);
  await host.files.copyFolder(folder, into);
  const snapshot = await snapshots.keep(into, signal);
  return { folder: into, revision: { kind: "example", name: input.name, hash: snapshot.hash }, snapshot };
}
