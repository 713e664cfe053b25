import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { readPackage } from "./package-json.ts";
import { packageManagerOf } from "./package-manager.ts";
import { joined } from "./project.ts";

/** What builds the scripts and styles of a program in another language. `null` commands where there is nothing to build. */
export type Assets = {
  build: string | null;
  /** After the build: takes away what only it needed. */
  prune: string | null;
  packages: string[];
  facts: Fact[];
};

/** As Laravel's Mix, Tailwind's guide and most others call it. */
const SCRIPTS = ["build", "production", "prod", "build:css", "css:build", "build-css"];

export const NO_ASSETS: Assets = { build: null, prune: null, packages: [], facts: [] };

export function assetsOf(folder: Folder): Assets {
  const pkg = readPackage(folder);
  const script = pkg && SCRIPTS.find((name) => pkg.scripts[name] !== undefined);
  if (!pkg || !script) return NO_ASSETS;
  const { prepare, install, run } = packageManagerOf(folder, pkg, "node");
  return {
    build: joined(prepare, install, run(script)),
    prune: "rm -rf node_modules",
    packages: ["nodejs"],
    facts: [fact("assets", script, pkg.at("scripts", script))],
  };
}
