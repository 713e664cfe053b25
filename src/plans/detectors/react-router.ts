import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import { configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import { readListening } from "../javascript/listening.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const CONFIGS = configNames("react-router");
const NO_SSR = /\bssr:\s*false\b/;
const BUILD_DIRECTORY = /\bbuildDirectory:\s*["'`](?:\.\/)?([\w./-]{1,100}?)\/?["'`]/;
const REACT_ROUTER = {
  name: "React Router",
  dependency: "@react-router/dev",
  build: "react-router build",
  node: [
    [8, "22.22.0"],
    [7, "20.0.0"],
  ],
} as const;

const NO_SERVER = {
  title: "React Router renders on a server here, and there is none.",
  fix: "Install `@react-router/serve`, or set `ssr: false` in react-router.config.ts to build a static site.",
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@react-router/dev")) return null;
  const read = frameworkBase(folder, pkg, REACT_ROUTER);
  const configured = folder.find(CONFIGS, BUILD_DIRECTORY);
  const out = configured?.match[1] ?? "build";
  const base = configured ? { ...read, facts: [...read.facts, fact("output", out, configured)] } : read;
  const single = folder.find(CONFIGS, NO_SSR);
  if (single) {
    const facts = [...base.facts, fact("output", `${out}/client`, single), fact("fallback", "index.html", single)];
    return siteOf({ ...base, facts }, `${out}/client`);
  }
  const own = startScript(pkg, "npm");
  const start = own?.command ?? `react-router-serve ./${out}/server/index.js`;
  if (!own && !pkg.dependencies.has("@react-router/serve")) {
    return unfinished(base, finding("error", "no-start", NO_SERVER, placeOf(pkg, "@react-router/dev")));
  }
  const bundled = /\breact-router-serve\b/.test(start);
  const listening = bundled ? null : readListening(folder, pkg, 3000);
  const facts = [...base.facts, ...(own?.facts ?? []), ...(listening?.facts ?? [])];
  return serverOf(folder, pkg, { ...base, facts }, { start, port: listening?.port ?? 3000, bundled });
}

export const reactRouterDetector: Detector = {
  name: "React Router",
  looksFor: "`@react-router/dev` among the dependencies of package.json",
  detect,
};
