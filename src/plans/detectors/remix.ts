import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import { configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import { readListening } from "../javascript/listening.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const NO_SSR = /\bremix\(\s*\{[^}]{0,400}?\bssr:\s*false\b/;
const VITE = configNames("vite");

const NO_SERVER = {
  title: "Remix renders on a server, and there is none.",
  fix: 'Install `@remix-run/serve`, or add the start script of your own server: `"start": "node server.js"`.',
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@remix-run/dev")) return null;
  const withVite = folder.firstOf(...VITE) !== null;
  const remix = {
    name: "Remix",
    dependency: "@remix-run/dev",
    build: withVite ? "remix vite:build" : "remix build",
    node: [[2, "18.0.0"]] as const,
  };
  const base = frameworkBase(folder, pkg, remix);
  const single = folder.find(VITE, NO_SSR);
  if (single) {
    const facts = [...base.facts, fact("output", "build/client", single), fact("fallback", "index.html", single)];
    return siteOf({ ...base, facts }, "build/client");
  }
  const own = startScript(pkg, "npm");
  const start = own?.command ?? `remix-serve ./build/${withVite ? "server/index.js" : "index.js"}`;
  if (!own && !pkg.dependencies.has("@remix-run/serve")) {
    return unfinished(base, finding("error", "no-start", NO_SERVER, placeOf(pkg, "@remix-run/dev")));
  }
  const bundled = /\bremix-serve\b/.test(start);
  const listening = bundled ? null : readListening(folder, pkg, 3000);
  const facts = [...base.facts, ...(own?.facts ?? []), ...(listening?.facts ?? [])];
  return serverOf(folder, pkg, { ...base, facts }, { start, port: listening?.port ?? 3000, bundled });
}

export const remixDetector: Detector = {
  name: "Remix",
  looksFor: "`@remix-run/dev` among the dependencies of package.json",
  detect,
};
