import { join, relative } from "node:path";
import ignoreRules from "@balena/dockerignore";
import tarFs from "tar-fs";
import type { Pack } from "tar-stream";
import tar from "tar-stream";
import type { BuildContext } from "./docker.ts";

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

/** As Docker reads `.dockerignore`; the Dockerfile and the list itself are sent all the same. */
function ignoredBy(patterns: string, keep: readonly string[]): (path: string) => boolean {
  const rules = ignoreRules({ ignorecase: false }).add(patterns);
  const taken = patterns.split("\n").flatMap((line) => /^\s*!\s*\/?(\S.*?)\/?\s*$/.exec(line)?.[1] ?? []);
  // An ignored folder is still walked where `!folder/part` takes a part of it back.
  const leadsToKept = [...keep, ...taken].map((path) => `${path}/`);
  return (path) => rules.ignores(path) && !leadsToKept.some((kept) => kept.startsWith(`${path}/`));
}
