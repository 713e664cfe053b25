import type { Detector, Draft } from "../detector.ts";
import { dockerfileDraft } from "../docker/dockerfile-draft.ts";
import { namedDockerfile } from "../docker/named-dockerfile.ts";
import { ownDockerfile } from "../docker/own-dockerfile.ts";
import type { Folder } from "../folder.ts";

function detect(folder: Folder): Draft | null {
  if (folder.leavesOutDockerfiles) return null;
  const own = ownDockerfile(folder);
  const { file, target } = namedDockerfile(folder, own) ?? { file: own, target: null };
  return file === null ? null : dockerfileDraft(folder, file, target);
}

export const dockerfileDetector: Detector = {
  name: "Dockerfile",
  looksFor:
    "a Dockerfile or Containerfile, also Dockerfile.prod, docker/Dockerfile, or the one that a platform's file names",
  detect,
};
