import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";

const FOLDERS = ["", "public/", "dist/", "build/", "site/", "www/", "docs/"];

function detect(folder: Folder): Draft | null {
  const index = folder.firstOf(...FOLDERS.map((name) => `${name}index.html`));
  if (!index) return null;
  const output = index === "index.html" ? "." : index.slice(0, -"/index.html".length);
  return {
    kind: "static",
    language: "html",
    runtime: { name: "static", version: "", from: index },
    output,
    facts: [fact("output", output, index)],
  };
}

export const staticDetector: Detector = {
  name: "static HTML",
  looksFor: "an index.html in the folder itself or in public, dist, build, site, www or docs",
  detect,
};
