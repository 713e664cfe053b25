import type { Detector } from "../detector.ts";
import { pythonDetector } from "../python/member.ts";
import { frameworkDraft } from "../python/server-draft.ts";

export const flaskDetector: Detector = pythonDetector({
  name: "Flask",
  looksFor: "Flask among Python's dependencies, and its application",
  detect: (folder) =>
    frameworkDraft(folder, {
      ...{ name: "Flask", dependency: "flask", classes: "(?:Flask|APIFlask|OpenAPI)", interface: "wsgi" },
    }),
});
