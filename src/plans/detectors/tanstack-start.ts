import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import { builtForAnother, configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import { nitroServer, readPreset } from "../javascript/nitro.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const DEPENDENCIES = ["@tanstack/react-start", "@tanstack/solid-start", "@tanstack/vue-start"];
const CONFIGS = [...configNames("vite"), ...configNames("app")];
const NITRO_PLUGIN =
  /["'](?:nitro\/vite|@tanstack\/nitro-v2-vite-plugin|vinxi[\w/-]*|@tanstack\/[\w-]+start\/config)["']/;
const OTHER_PLUGIN = /["'](@cloudflare\/vite-plugin|@netlify\/vite-plugin-tanstack-start)["']/;
const SINGLE_PAGE = /\bspa:\s*\{[^}]{0,200}?\benabled:\s*true/;
const INSTEAD = "Install `nitro` and use its plugin in vite.config in place of that platform's.";

const NO_SERVER = {
  title: "TanStack Start builds a handler of requests here, and nothing that listens.",
  fix: "Install `nitro` and add its plugin, `nitro()` of `nitro/vite`, to vite.config; or add a start script with a server.",
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = DEPENDENCIES.find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency) return null;
  const node = [[1, "22.12.0"]] as const;
  const base = frameworkBase(folder, pkg, { name: "TanStack Start", dependency, build: "vite build", node });
  const single = folder.find(CONFIGS, SINGLE_PAGE);
  if (single) {
    return siteOf({ ...base, facts: [...base.facts, fact("fallback", "_shell.html", single)] }, "dist/client");
  }
  if (folder.find(CONFIGS, NITRO_PLUGIN)) return nitroServer(folder, pkg, base, readPreset(folder, CONFIGS));
  const own = startScript(pkg, "npm");
  if (own) {
    const facts = [...base.facts, ...own.facts];
    return serverOf(folder, pkg, { ...base, facts }, { start: own.command, port: 3000 });
  }
  const other = folder.find(CONFIGS, OTHER_PLUGIN);
  if (other) return unfinished(base, builtForAnother("TanStack Start", other.match[1] ?? "", INSTEAD, other));
  return unfinished(base, finding("error", "no-start", NO_SERVER, placeOf(pkg, dependency)));
}

export const tanstackStartDetector: Detector = {
  name: "TanStack Start",
  looksFor: "`@tanstack/react-start` or `@tanstack/solid-start` among the dependencies of package.json",
  detect,
};
