import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { builtForAnother, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const DEPENDENCIES = ["@builder.io/qwik-city", "@qwik.dev/router"];
const ADAPTER = /^adapters\/([\w-]{1,50})\/vite\.config\.[cm]?[jt]s$/;
const FOR_NODE = ["node-server", "express", "fastify"];
const FOR_FILES = ["static", "ssg"];
const INSTEAD = "Run `npm run qwik add node-server` to build a server for Node.";

const NO_ADAPTER = {
  title: "Qwik renders on a server here, and no adapter says by which.",
  fix: "Run `npm run qwik add node-server`, or `npm run qwik add static` for a static site.",
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = DEPENDENCIES.find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency) return null;
  const base = frameworkBase(folder, pkg, { name: "Qwik", dependency, build: "qwik build" });
  const adapters = folder.list.below("adapters").flatMap((file) => {
    const name = ADAPTER.exec(file)?.[1];
    return name ? [{ name, file }] : [];
  });
  const adapter = adapters.find(({ name }) => FOR_NODE.includes(name)) ?? adapters[0];
  if (!adapter) return unfinished(base, finding("error", "no-adapter", NO_ADAPTER, placeOf(pkg, dependency)));
  const { name, file } = adapter;
  const known = { ...base, facts: [...base.facts, fact("adapter", name, file)] };
  if (FOR_FILES.includes(name)) return siteOf(known, "dist");
  if (!FOR_NODE.includes(name)) return unfinished(base, builtForAnother("Qwik", name, INSTEAD, { file, line: 0 }));
  const serve = pkg.scripts.serve ?? "";
  const start = /^node [\w./-]+$/.test(serve) ? serve : `node server/entry.${name}`;
  return serverOf(folder, pkg, known, { start, port: 3000, bundled: true });
}

export const qwikDetector: Detector = {
  name: "Qwik",
  looksFor: "`@builder.io/qwik-city` or `@qwik.dev/router` among the dependencies of package.json",
  detect,
};
