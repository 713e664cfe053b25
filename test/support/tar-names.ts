import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";

/** The names of the files in a tar.gz. */
export async function tarNames(archive: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  const tar = Readable.from([archive], { objectMode: false }).pipe(createGunzip()).pipe(extract());
  for await (const entry of tar) {
    entry.resume();
    if (entry.header.type === "file") names.push(entry.header.name);
  }
  return names;
}
