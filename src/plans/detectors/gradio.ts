import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";

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

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const dependency = python.find("gradio");
  const code = folder.code.filter((file) => file.endsWith(".py"));
  const launch = dependency ? folder.find(code, LAUNCH) : null;
  if (!dependency || !launch) return null;
  return {
    ...python.base(),
    kind: "server",
    framework: "Gradio",
    start: `GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT python ${launch.file}`,
    port: 7860,
    health: "/",
    facts: [...python.facts, fact("framework", "Gradio", dependency), fact("start", launch.file, launch)],
    findings: [...python.findings, ...fixedAddress(folder, launch.file)],
  };
}

export const gradioDetector: Detector = pythonDetector({
  name: "Gradio",
  looksFor: "Gradio among Python's dependencies, and a program that launches it",
  detect,
});
