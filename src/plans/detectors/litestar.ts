import type { Detector } from "../detector.ts";
import { pythonDetector } from "../python/member.ts";
import { frameworkDraft } from "../python/server-draft.ts";

export const litestarDetector: Detector = pythonDetector({
  name: "Litestar",
  looksFor: "Litestar among Python's dependencies, and its application",
  detect: (folder) =>
    frameworkDraft(folder, { name: "Litestar", dependency: "litestar", classes: "Litestar", interface: "asgi" }),
});
