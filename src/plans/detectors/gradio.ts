import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";
import { readSpace, withKit, withPackagesFile } from "../python/space.ts";

const LAUNCH = /\.launch\(/;
const FIXED = /\.launch\([^)]{0,400}?\bserver_(?:name|port)\s*=\s*["'\d]/;

const FIXED_WORDS = {
  title: "launch() says itself where Gradio listens, which wins over what it is told from outside.",
  fix: "Leave server_name and server_port out of launch(): they are given by GRADIO_SERVER_NAME and GRADIO_SERVER_PORT.",
};

function fixedAddress(folder: Folder, file: string): Finding[] {
  const hit = folder.find([file], FIXED);
  return hit ? [finding("warning", "gradio-fixed-address", FIXED_WORDS, hit)] : [];
}

function draftOf(folder: Folder, file: string, facts: Fact[], install?: string): Draft {
  const python = readPython(folder);
  const base = python.base();
  return {
    ...base,
    ...(install && {
      ...{ install, packageManager: base.packageManager ?? "pip" },
      prepare: base.prepare ?? "python3 -m venv .venv",
    }),
    packages: withPackagesFile(folder, base.packages),
    kind: "server",
    framework: "Gradio",
    start: `GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT python ${file}`,
    port: 7860,
    health: "/",
    facts: [...python.facts, ...facts],
    findings: [...python.findings, ...fixedAddress(folder, file)],
  };
}

/** A Space names its program, and Gradio itself stands in no file of its dependencies. */
function ofSpace(folder: Folder): Draft | null {
  const space = readSpace(folder);
  if (space?.sdk !== "gradio" || !folder.has(space.program)) return null;
  const facts = [fact("framework", "Gradio", space.at), fact("start", space.program, space.at)];
  const python = readPython(folder);
  return draftOf(
    folder,
    space.program,
    facts,
    python.has("gradio") ? undefined : withKit(python.base().install ?? null, space),
  );
}

function detect(folder: Folder): Draft | null {
  const space = ofSpace(folder);
  if (space) return space;
  const dependency = readPython(folder).find("gradio");
  const code = folder.code.filter((file) => file.endsWith(".py"));
  const launch = dependency ? folder.find(code, LAUNCH) : null;
  if (!dependency || !launch) return null;
  return draftOf(folder, launch.file, [fact("framework", "Gradio", dependency), fact("start", launch.file, launch)]);
}

export const gradioDetector: Detector = pythonDetector({
  name: "Gradio",
  looksFor: "Gradio among Python's dependencies or as a Space's kit, and a program that launches it",
  detect,
});
