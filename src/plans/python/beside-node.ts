import type { Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { startOf, startScript } from "../javascript/entry.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";
import { frameworkOf } from "../javascript/project.ts";
import type { AppPlan, Finding } from "../plan.ts";

const STARTS_PYTHON = /\b(?:uvicorn|gunicorn|hypercorn|daphne|waitress-serve|flask|fastapi|python3?)\b/;
const SHOWS_FILES = /\b(?:vite preview|http-server|live-server)\b|^(?:npx )?serve\b/;
const ANSWERS_ITSELF =
  /^(?:next|nuxt|astro|@remix-run\/(?:node|serve)|@react-router\/(?:node|serve)|@sveltejs\/kit|@nestjs\/core|@strapi\/strapi|payload)$/;

/** Whether package.json holds a program that answers requests, and not only what builds pages or scripts. */
function runsServer(folder: Folder, pkg: PackageJson): boolean {
  if ([...pkg.dependencies.keys()].some((name) => ANSWERS_ITSELF.test(name))) return true;
  if (STARTS_PYTHON.test(pkg.scripts.start ?? "")) return false;
  const line = startScript(pkg, "npm")?.facts[0]?.value;
  if (line) return !SHOWS_FILES.test(line);
  return frameworkOf(pkg).framework !== null && startOf(folder, pkg, { name: "node", version: "" }, "npm") !== null;
}

/** Where a Python application and a package.json share a folder, the first is the server unless the second is one too. */
export function beforeNode(detector: Detector): Detector {
  return {
    ...detector,
    detect(folder) {
      // Asked first, since most folders with a package.json have nothing of Python's.
      if (folder.list.ending("py").length === 0) return null;
      const pkg = readPackage(folder);
      return pkg && runsServer(folder, pkg) ? null : detector.detect(folder);
    },
  };
}

const PAGES = {
  title: "package.json builds scripts or pages as well, which the build of the Python program does not do.",
  fix: "Commit what `npm run build` writes, or deploy the pages as a project of their own, from a folder of their own.",
};

const other = (name: string) => ({
  title: `There is a ${name} application as well; the plan runs the program of package.json.`,
  fix: `To run the ${name} application, move one of them into a folder of its own and deploy both, or add a Dockerfile.`,
});

/** What is said of the other language where a folder holds both. `applications` are Python's frameworks. */
export function besideFindings(folder: Folder, plan: AppPlan, applications: readonly Detector[]): Finding[] {
  const pkg = readPackage(folder);
  if (!pkg || plan.dockerfile) return [];
  if (plan.language === "python") {
    const isBuilt = !pkg.scripts.build || /\b(?:npm|pnpm|yarn|bun)\b/.test(plan.build ?? "");
    return isBuilt ? [] : [finding("info", "node-beside-python", PAGES, pkg.at("scripts", "build"))];
  }
  const files = folder.firstOf("requirements.txt", "pyproject.toml", "Pipfile");
  if (!files || !/^(?:java|type)script$/.test(plan.language)) return [];
  const found = applications.find(({ detect }) => detect(folder) !== null);
  return found ? [finding("info", "python-beside-node", other(found.name), { file: files, line: 0 })] : [];
}
