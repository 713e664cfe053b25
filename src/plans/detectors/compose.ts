import { posix } from "node:path";
import type { Detector, Draft } from "../detector.ts";
import { composeAppAt } from "../docker/compose-services.ts";
import { stageOf } from "../docker/compose-start.ts";
import { dockerfileDraft } from "../docker/dockerfile-draft.ts";
import { namedDockerfile } from "../docker/named-dockerfile.ts";
import { ownDockerfile } from "../docker/own-dockerfile.ts";
import type { Folder } from "../folder.ts";

/** A folder whose Dockerfile only a Compose file knows: it may be called and stand as it likes. */
function detect(folder: Folder): Draft | null {
  const app = folder.leavesOutDockerfiles ? null : composeAppAt(folder);
  if (!app || namedDockerfile(folder, ownDockerfile(folder))) return null;
  return dockerfileDraft(folder, posix.relative(folder.path, app.dockerfile), stageOf(app.main));
}

export const composeDetector: Detector = {
  name: "Docker Compose",
  looksFor: "a compose.yaml or docker-compose.yml with a service that is built",
  detect,
};
