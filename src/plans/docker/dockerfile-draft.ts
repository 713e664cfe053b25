import { posix } from "node:path";
import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { dockerfileText } from "./captain-lines.ts";
import { healthOf, portOf, stageFacts } from "./dockerfile-facts.ts";
import { dockerfileFindings } from "./dockerfile-findings.ts";
import type { Stage } from "./dockerfile-text.ts";
import { readInstructions, stagesOf } from "./dockerfile-text.ts";

const NO_PORT = {
  title: "The Dockerfile names no port with EXPOSE, so 8080 is assumed.",
  fix: "Add an EXPOSE line, or set the port in the plan.",
};

const NO_STAGE = {
  title: "The Dockerfile has no FROM line, so there is nothing to build on.",
  fix: "Begin it with FROM and an image, or remove the file to have a plan made.",
};

/** The plan of a folder that is built by a Dockerfile in it, to its last stage unless another one is named. */
export function dockerfileDraft(folder: Folder, file: string, target: string | null = null): Draft | null {
  // A Compose file may name one that stands outside of what it builds.
  const text = folder.read(file) ?? folder.root.read(posix.join(folder.path, file));
  if (text === null) return null;
  const stages = stagesOf(readInstructions(dockerfileText(file, text)));
  const named = target === null ? null : stageNamed(stages, target);
  const stage = named ?? stages.at(-1);
  const base: Draft = {
    kind: "server",
    language: "docker",
    framework: null,
    runtime: { name: "docker", version: stage?.image ?? "", from: file },
    dockerfile: file,
    target: named && named !== stages.at(-1) ? target : null,
    port: 8080,
    health: "/",
  };
  if (!stage) return emptyDockerfile(base, file);
  const read = readStage(file, stages, stage);
  const missing = target !== null && named === null ? [missingStage(file, target)] : [];
  // Lines of a list may all stand on one line of the file.
  const last = text.split("\n").length;
  const inFile = <At extends { line: number }>(at: At): At => ({ ...at, line: Math.min(at.line, last) });
  const findings = [...missing, ...(read.findings ?? [])];
  return { ...base, ...read, facts: (read.facts ?? []).map(inFile), findings: findings.map(inFile) };
}

/** By its name, or by its number as Docker counts: from 0. */
const stageNamed = (stages: readonly Stage[], target: string): Stage | null =>
  stages.find(({ name }) => name?.toLowerCase() === target.toLowerCase()) ??
  (/^\d{1,3}$/.test(target) ? (stages[Number(target)] ?? null) : null);

const missingStage = (file: string, target: string) =>
  finding(
    "warning",
    "dockerfile-no-stage",
    {
      title: `${file} has no stage ${target}, which is asked for, so its last one is built.`,
      fix: `Name the stage in it: FROM … AS ${target}.`,
    },
    { file, line: 0 },
  );

function readStage(file: string, stages: readonly Stage[], stage: Stage): Partial<Draft> {
  const port = portOf(file, stage);
  const health = healthOf(file, stage);
  return {
    port: port?.value ?? 8080,
    health: health.value,
    facts: [
      fact("dockerfile", file, { file, line: stage.from.line }),
      ...(stage === stages.at(-1) ? [] : [fact("target", stage.name ?? "", { file, line: stage.from.line })]),
      ...(port?.facts ?? []),
      ...health.facts,
      ...stageFacts(file, stages, stage),
    ],
    findings: [
      ...(port ? [] : [finding("warning", "no-expose", NO_PORT, { file, line: 0 })]),
      ...dockerfileFindings(file, stages, stage),
    ],
  };
}

const emptyDockerfile = (base: Draft, file: string): Draft => ({
  ...base,
  facts: [fact("dockerfile", file, file)],
  findings: [finding("error", "dockerfile-empty", NO_STAGE, { file, line: 1 })],
});
