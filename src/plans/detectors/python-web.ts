import type { Detector } from "../detector.ts";
import { pythonDetector } from "../python/member.ts";
import type { Framework } from "../python/server-draft.ts";
import { frameworkDraft } from "../python/server-draft.ts";

/** Frameworks that are served like the better known ones. */
const FRAMEWORKS: readonly Framework[] = [
  { name: "Quart", dependency: "quart", classes: "Quart", interface: "asgi" },
  { name: "BlackSheep", dependency: "blacksheep", classes: "Application", interface: "asgi" },
  { name: "Falcon", dependency: "falcon", classes: "(?:falcon\\.)?(?:App|API)", interface: "wsgi" },
  { name: "Bottle", dependency: "bottle", classes: "(?:Bottle|default_app)", interface: "wsgi" },
  { name: "Pyramid", dependency: "pyramid", classes: "make_wsgi_app", interface: "wsgi" },
];

export const pythonWebDetector: Detector = pythonDetector({
  name: "Python web framework",
  looksFor: "Quart, BlackSheep, Falcon, Bottle or Pyramid among Python's dependencies, and its application",
  detect(folder) {
    for (const framework of FRAMEWORKS) {
      const draft = frameworkDraft(folder, framework);
      if (draft) return draft;
    }
    return null;
  },
});
