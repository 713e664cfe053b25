import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

/** Texts by their path as a tar.gz, made in memory: for a few small files. The same texts give the same bytes. */
export async function packTexts(files: readonly { path: string; text: string }[]): Promise<Uint8Array<ArrayBuffer>> {
  const tar = pack();
  for (const { path, text } of files) tar.entry({ name: path, mode: 0o644, mtime: new Date(0) }, text);
  tar.finalize();
  const chunks = (await Array.fromAsync(tar)) as Uint8Array[];
  return new Uint8Array(gzipSync(Buffer.concat(chunks)));
}
