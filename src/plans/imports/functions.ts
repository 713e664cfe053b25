import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { AppPlan } from "../plan.ts";

/** Where platforms look for functions, each with the file that says the project is meant for that platform. */
const PLACES: readonly { folder: RegExp; meantBy: readonly string[] }[] = [
  { folder: /^api\/[^/]{1,100}\.(?:[cm]?[jt]s|py|go|rb)$/, meantBy: ["vercel.json", ".vercelignore"] },
  { folder: /^netlify\/(?:edge-)?functions\/[^/]{1,100}/, meantBy: [] },
  {
    folder: /^functions\/.{1,200}\.[jt]s$/,
    meantBy: ["wrangler.toml", "wrangler.jsonc", "wrangler.json", "public/_routes.json"],
  },
];

const WORDS = (folder: string) => ({
  title: `The functions in ${folder} are not run: this project is served as files alone.`,
  fix: "Let a server of the project's own answer for them, such as one with Express or Hono, and deploy that.",
});

/** Says of a site whose functions another platform ran that nothing answers for them here. */
export function withFunctions(folder: Folder, plan: AppPlan): AppPlan {
  if (plan.kind !== "static") return plan;
  for (const { folder: place, meantBy } of PLACES) {
    if (meantBy.length > 0 && !folder.firstOf(...meantBy)) continue;
    const file = folder.files.find((each) => place.test(each));
    if (!file) continue;
    const where = file.slice(0, file.lastIndexOf("/"));
    return {
      ...plan,
      findings: [...plan.findings, finding("warning", "functions-not-run", WORDS(where), { file, line: 0 })],
    };
  }
  return plan;
}
