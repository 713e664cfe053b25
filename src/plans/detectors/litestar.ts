import type { Detector } from "../detector.ts";
import { frameworkDraft } from "../python/server-draft.ts";

export const litestarDetector: Detector = {
  name: "Litestar",
  looksFor: "Litestar among Python's dependencies, and its application",
  detect: (folder) =>
    frameworkDraft(folder, { name: "Litestar", dependency: "litestar", classes: "Litestar", interface: "asgi" }),
};
