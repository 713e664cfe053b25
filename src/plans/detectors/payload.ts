import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { nextDraft } from "./next.ts";

const MIGRATION = /(?:^|\/)migrations\/\d{8}_\d{6}[\w-]*\.[jt]s$/;

/** From version 3 on, Payload lives inside a Next project. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("payload") || !pkg.dependencies.has("next")) return null;
  const draft = nextDraft(folder, pkg, "Payload");
  const migration = folder.files.find((file) => MIGRATION.test(file));
  if (!migration) return draft;
  const facts = [...(draft.facts ?? []), fact("release", "payload migrate", migration)];
  // The migrations are TypeScript in the source, so that the whole folder has to be there.
  return { ...draft, ship: [], facts, hooks: { ...draft.hooks, beforeSwitch: "payload migrate" } };
}

export const payloadDetector: Detector = {
  name: "Payload",
  looksFor: "`payload` and `next` among the dependencies of package.json",
  detect,
};
