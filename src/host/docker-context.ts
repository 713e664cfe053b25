import { join, relative } from "node:path";
import tarFs from "tar-fs";
import type { Pack } from "tar-stream";
import tar from "tar-stream";
import type { BuildContext } from "./docker.ts";
import { ignoredBy } from "./ignore-rules.ts";

/** One tar of a build's files, read as fast as the reader takes it. Owner and group are left out: they would spoil the cache. */
export function packContext({ folder, prefix, files, ignore }: BuildContext, keep: readonly string[]): Pack {
  const pack = tar.pack();
  for (const [name, content] of Object.entries(files)) pack.entry({ name, mode: 0o644 }, content);
  const isIgnored = ignore === null ? () => false : ignoredBy(ignore, keep);
  tarFs.pack(folder, {
    pack,
    strict: false,
    ignore: (path) => isIgnored(relative(folder, path)),
    map: (header) => ({ ...header, name: join(prefix, header.name), uid: 0, gid: 0 }),
  });
  return pack;
}
