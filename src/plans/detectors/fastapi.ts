import type { Detector } from "../detector.ts";
import { pythonDetector } from "../python/member.ts";
import { frameworkDraft } from "../python/server-draft.ts";

export const fastapiDetector: Detector = pythonDetector({
  name: "FastAPI",
  looksFor: "FastAPI among Python's dependencies, and its application",
  detect: (folder) =>
    frameworkDraft(folder, {
      ...{ name: "FastAPI", dependency: "fastapi", classes: "FastAPI", interface: "asgi", health: "/docs" },
    }),
});
