import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { withinReach } from "../javascript/listening.ts";
import type { NxApp } from "../javascript/nx-project.ts";
import { readNxApp } from "../javascript/nx-project.ts";
import { readPackage } from "../javascript/package-json.ts";
import { javascriptBase } from "../javascript/project.ts";
import { pruneLine } from "../javascript/prune.ts";
import { membershipOf, seenFrom } from "../javascript/workspace.ts";
import { word } from "../javascript/workspace-build.ts";
import { readHealth, readPort } from "../readings/ports.ts";

type Base = Omit<Draft, "kind">;

function server(folder: Folder, base: Base, line: string, at: NxApp["at"]): Draft {
  const { start, facts: reached } = withinReach(folder, line);
  const { port, facts, findings } = readPort(folder, 3000);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...base,
    kind: "server",
    start,
    port,
    health,
    facts: [...(base.facts ?? []), fact("start", line, at), ...reached, ...facts, ...healthFacts],
    findings: [...(base.findings ?? []), ...findings],
  };
}

const site = (base: Base, { output, at, file }: NxApp): Draft => ({
  ...base,
  kind: "static",
  output,
  facts: [...(base.facts ?? []), fact("output", output, at), fact("fallback", "index.html", file)],
});

/** An app of an Nx repository with one package.json, at its root, for all projects. */
function detect(folder: Folder): Draft | null {
  const { root } = folder;
  const isPart = root.has("nx.json") && folder.path !== ".";
  // A package with a project.json beside its scripts is built by these, through its workspace.
  const app = isPart && !(membershipOf(folder) && folder.has("project.json")) ? readNxApp(folder) : null;
  const pkg = app && readPackage(root);
  if (!app || !pkg?.dependencies.has("nx")) return null;
  const common = javascriptBase(root, pkg, "node");
  const seen = <At extends { file: string | null }>(at: At) =>
    at.file === null ? at : { ...at, file: seenFrom(folder, root, at.file) };
  const { hooks: _, ...read } = common;
  const base = {
    ...read,
    context: ".",
    framework: app.framework,
    build: `nx run ${word(`${app.name}:build`)}`,
    facts: [
      ...read.facts.filter(({ name }) => name !== "build").map(seen),
      fact("workspace", "Nx", seenFrom(folder, root, "nx.json")),
    ],
    findings: read.findings.map(seen),
  };
  if (app.start === null) return site(base, app);
  const pruned = pruneLine(root, pkg, base, { start: app.start, bundled: true });
  return server(folder, { ...base, prune: pruned.command }, app.start, app.at);
}

export const nxDetector: Detector = {
  name: "Nx",
  looksFor: "a project.json of an application below an nx.json",
  detect,
};
