import { posix } from "node:path";
import type { Detector, Draft } from "../detector.ts";
import { composeAppAt } from "../docker/compose-services.ts";
import { dockerfileDraft } from "../docker/dockerfile-draft.ts";
import type { Folder } from "../folder.ts";

/** A folder whose Dockerfile only a Compose file knows: it may be called and stand as it likes. */
function detect(folder: Folder): Draft | null {
  const app = composeAppAt(folder);
  return app ? dockerfileDraft(folder, posix.relative(folder.path, app.dockerfile)) : null;
}

export const composeDetector: Detector = {
  name: "Docker Compose",
  looksFor: "a compose.yaml or docker-compose.yml with a service that is built",
  detect,
};
