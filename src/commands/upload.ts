import { realFiles } from "../host/files.ts";
import { packFolderForUpload } from "../host/upload-pack.ts";
import { formatBytes } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";
import { formatDuration } from "../lib/time.ts";
import type { ApiClient } from "./api-client.ts";
import type { Io } from "./command.ts";
import type { DeploySource } from "./deploy-source.ts";
import { wrongUsage } from "./exit.ts";
import { ProgressBar } from "./progress.ts";

export type Uploaded = { id: string; fileName: string; bytes: number };

/** Sends a folder, packed on the way, or an archive as it is. Nothing is ever held as a whole. */
export async function upload(
  client: ApiClient,
  io: Io,
  source: Extract<DeploySource, { path: string }>,
): Promise<Uploaded> {
  const startedAt = performance.now();
  const parcel = source.kind === "folder" ? await openFolder(io, source) : openFile(io, source);
  const uploaded = await send(client, parcel).finally(() => parcel.bar.end());
  const took = formatDuration(performance.now() - startedAt);
  io.err(`Uploaded ${parcel.words} as ${formatBytes(uploaded.bytes)} (${took}).\n`);
  return uploaded;
}

type Parcel = { fileName: string; words: string; chunks: AsyncIterable<Uint8Array>; bar: ProgressBar };

async function send(client: ApiClient, { fileName, chunks }: Parcel): Promise<Uploaded> {
  let unread: unknown = null;
  const body = async function* () {
    try {
      yield* chunks;
    } catch (error) {
      unread = error;
      throw error;
    }
  };
  try {
    const path = `/uploads?name=${encodeURIComponent(fileName)}`;
    return (await client.put<{ upload: Uploaded }>(path, body())).upload;
  } catch (error) {
    // What cannot be read here is no fault of the server's.
    throw unread === null ? error : cannotRead(unread);
  }
}

async function openFolder(io: Io, { path, name }: { path: string; name: string }): Promise<Parcel> {
  let bar: ProgressBar | null = null;
  const { files, bytes, chunks } = await packFolderForUpload(path, (packed) => bar?.update(packed));
  if (files === 0) throw wrongUsage(`There is nothing to deploy in ${path}.`, "Is everything left out by .gitignore?");
  bar = new ProgressBar(io, `Uploading ${name}`, bytes);
  const words = `${files} ${files === 1 ? "file" : "files"}, ${formatBytes(bytes)},`;
  return { fileName: `${name}.tar.gz`, words, chunks, bar };
}

function openFile(io: Io, { path, name, bytes }: { path: string; name: string; bytes: number }): Parcel {
  const bar = new ProgressBar(io, `Uploading ${name}`, bytes);
  const chunks = async function* () {
    let done = 0;
    for await (const chunk of realFiles.openRead(path) as AsyncIterable<Uint8Array>) {
      yield chunk;
      done += chunk.length;
      bar.update(done);
    }
  };
  return { fileName: name, words: name, chunks: chunks(), bar };
}

function cannotRead(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const summary = `The folder could not be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
  const hint = "Nothing was deployed. Correct it and deploy again.";
  return new AppError({ code: "cannot_read", status: 422, summary, hint }, { cause });
}
