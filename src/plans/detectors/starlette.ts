import type { Detector } from "../detector.ts";
import { pythonDetector } from "../python/member.ts";
import { frameworkDraft } from "../python/server-draft.ts";

export const starletteDetector: Detector = pythonDetector({
  name: "Starlette",
  looksFor: "Starlette among Python's dependencies, and its application",
  detect: (folder) =>
    frameworkDraft(folder, { name: "Starlette", dependency: "starlette", classes: "Starlette", interface: "asgi" }),
});
