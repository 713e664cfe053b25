import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { AppPlan } from "../plan.ts";
import type { SourceTree } from "../source-tree.ts";
import { autostackYml } from "./autostack-yml.ts";
import { Desk } from "./desk.ts";
import { readEntries } from "./entries.ts";
import { withFunctions } from "./functions.ts";
import type { Importer } from "./importer.ts";
import { IMPORTERS, PLATFORM_FILES } from "./importers.ts";
import { withOthersBuild } from "./own-way.ts";
import { siteFileLines } from "./site-file.ts";

/** The plan with what the files of platforms in its folder ask for, and a report of every line of them. */
export function withImports(folder: Folder, plan: AppPlan): AppPlan {
  const imported = withFunctions(
    folder,
    withOthersBuild(
      IMPORTERS.reduce((each, importer) => withImport(folder, each, importer), plan),
      plan,
    ),
  );
  return { ...imported, imports: [...imported.imports, ...siteFileLines(folder, imported)] };
}

function withImport(folder: Folder, plan: AppPlan, importer: Importer): AppPlan {
  const found = findFile(folder, importer);
  if (!found) return plan;
  const { file, text } = found;
  const { entries, problem } = importer.parse?.(text) ?? readEntries(file, text);
  const desk = new Desk(file, entries, plan);
  if (problem) desk.problem("broken-import", `cannot be read: ${problem.text}`, { line: problem.line, path: "" });
  importer.take(desk);
  return desk.done();
}

function findFile(folder: Folder, { files, ofWholeSource }: Importer): { file: string; text: string } | null {
  for (const place of ofWholeSource ? [folder, folder.root] : [folder]) {
    const file = place.firstOf(...files);
    const text = file && place.read(file);
    if (file && text) return { file: posix.join(posix.relative(folder.path, place.path), file), text };
  }
  return null;
}

/** The same source without the files of other platforms, wherever they lie. */
export function withoutPlatformFiles(tree: SourceTree): SourceTree {
  const isLeftOut = (file: string) => PLATFORM_FILES.has(file.split("/").at(-1) ?? "");
  return {
    files: tree.files.filter((file) => !isLeftOut(file)),
    complete: tree.complete,
    read: (path) => (isLeftOut(path) ? null : tree.read(path)),
  };
}

/** What AutoStack's own file at the root says of the project's Dockerfile; it is used unless that says `dockerfile: false`. */
export function usesDockerfile(tree: SourceTree): boolean {
  const file = autostackYml.files.find((name) => tree.files.includes(name));
  const { entries } = readEntries(file ?? "", (file && tree.read(file)) ?? "");
  return entries.find(({ path }) => path === "dockerfile")?.value !== false;
}
