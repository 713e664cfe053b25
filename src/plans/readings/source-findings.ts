import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";

const ENV_FILES = [".env", ".env.local", ".env.production.local"];

const LEFT_OUT = {
  title: "A file with variables is part of the source; the build never sees it.",
  fix: "Paste its values under Variables, and take the file out of the repository if it holds secrets.",
};
const TOO_MANY = {
  title: "The source has more files than a scan looks at.",
  fix: "Take folders that tools made out of the source. If the plan is wrong, change it by hand.",
};

/** What is worth telling about the files themselves, whatever the stack. */
export function readSourceFindings(folder: Folder): Finding[] {
  const env = folder.firstOf(...ENV_FILES);
  return [
    ...(env ? [finding("info", "env-file", LEFT_OUT, { file: env, line: 0 })] : []),
    ...(folder.complete ? [] : [finding("info", "too-many-files", TOO_MANY, null)]),
  ];
}
