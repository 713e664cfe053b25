import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";

/** A part of a workspace is installed from the workspace's root and runs in its own folder. */
function inMember({ path }: Folder, draft: Draft): Draft {
  if (draft.context === undefined || draft.context === path) return draft;
  const there = (line: string) => `cd ${path} && ${line}`;
  const { start, processes = [], hooks } = draft;
  return {
    ...draft,
    ...(start && { start: there(start) }),
    processes: processes.map(({ name, command }) => ({ name, command: there(command) })),
    ...(hooks?.beforeSwitch && { hooks: { ...hooks, beforeSwitch: there(hooks.beforeSwitch) } }),
  };
}

/** Every detector of Python's: its drafts also fit a folder that is a part of a workspace. */
export function pythonDetector(detector: Detector): Detector {
  return {
    ...detector,
    detect(folder) {
      const draft = detector.detect(folder);
      return draft && inMember(folder, draft);
    },
  };
}
