import type { Detector, Draft } from "../detector.ts";
import { dockerfileDraft } from "../docker/dockerfile-draft.ts";
import { ownDockerfile } from "../docker/own-dockerfile.ts";
import type { Folder } from "../folder.ts";

function detect(folder: Folder): Draft | null {
  const file = ownDockerfile(folder);
  return file === null ? null : dockerfileDraft(folder, file);
}

export const dockerfileDetector: Detector = {
  name: "Dockerfile",
  looksFor: "a Dockerfile or Containerfile, also Dockerfile.prod or docker/Dockerfile",
  detect,
};
