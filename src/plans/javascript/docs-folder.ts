import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { seenAbove } from "../folders-above.ts";
import type { PackageJson } from "./package-json.ts";
import type { StaticSite } from "./static-site.ts";
import { flagOf, settingOf } from "./static-site.ts";

/** Where the documents of a site are, and the files that configure it. */
export type DocsFolder = { root: string; settings: string; configs: string[] };

/** Said by the build's script, `vitepress build docs`, else where the tool's own folder lies. */
export function docsFolder(folder: Folder, pkg: PackageJson, builds: RegExp, settings: string): DocsFolder {
  const argument = new RegExp(`${builds.source} (?!-)([\\w./-]{1,200})`);
  const named = flagOf(pkg, builds, argument)?.folder;
  const file = folder.files.find((one) => one.startsWith(`${settings}/`) || one.includes(`/${settings}/`));
  const found = file === undefined ? "." : file.slice(0, Math.max(0, file.indexOf(settings) - 1)) || ".";
  const root = posix.normalize(named ?? found).replace(/\/$/, "");
  const inside = posix.join(root, settings);
  const configs = folder.files.filter(
    (one) => one.startsWith(`${inside}/`) && /\/config(?:\/index)?\.[cm]?[jt]s$/.test(one),
  );
  return { root, settings: inside, configs };
}

/** `dist` in the tool's own folder, unless its settings name another; `from` is where that is seen from. */
export function docsOutput(folder: Folder, docs: DocsFolder, setting: RegExp, from = docs.root): StaticSite["output"] {
  const named = settingOf(folder, docs.configs, setting);
  return named
    ? { folder: seenAbove(from, named.folder), at: named.at }
    : { folder: posix.join(docs.settings, "dist"), at: null };
}
