import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact } from "../plan.ts";

const NAMES = ["Dockerfile", "Containerfile"];

/** Numbered instructions, with continued lines joined; a stage's `FROM` is the last one that counts. */
type Instruction = { keyword: string; rest: string; line: number };

function instructions(text: string): Instruction[] {
  const found: Instruction[] = [];
  let open: Instruction | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(raw)) continue;
    const continues = /\\\s*$/.test(raw);
    const content = raw.replace(/\\\s*$/, " ").trim();
    if (open) {
      open.rest += ` ${content}`;
    } else {
      const [, keyword, rest] = /^(\w+)\s+(.*)$/.exec(content) ?? [];
      if (!keyword) continue;
      open = { keyword: keyword.toUpperCase(), rest: rest ?? "", line: index + 1 };
      found.push(open);
    }
    if (!continues) open = null;
  }
  return found;
}

/** The instructions of the stage that the image is made of. */
function lastStage(all: readonly Instruction[]): readonly Instruction[] {
  const from = all.findLastIndex(({ keyword }) => keyword === "FROM");
  return all.slice(Math.max(from, 0));
}

function portOf(file: string, stage: readonly Instruction[]): { port: number; facts: Fact[] } | null {
  for (const [keyword, pattern] of [
    ["EXPOSE", /^(\d{2,5})(?:\/tcp)?\b/],
    ["ENV", /\bPORT[= ]"?(\d{2,5})\b/],
  ] as const) {
    for (const { rest, line } of stage.filter((instruction) => instruction.keyword === keyword)) {
      const port = pattern.exec(rest)?.[1];
      if (port) return { port: Number(port), facts: [fact("port", port, { file, line })] };
    }
  }
  return null;
}

function healthOf(file: string, stage: readonly Instruction[]): { health: string; facts: Fact[] } {
  const check = stage.find(({ keyword }) => keyword === "HEALTHCHECK");
  const path = check && /https?:\/\/[^/\s"']+(\/[^\s"'|)]*)/.exec(check.rest)?.[1];
  return path
    ? { health: path, facts: [fact("health", path, { file, line: check.line })] }
    : { health: "/", facts: [] };
}

const NO_PORT = {
  title: "The Dockerfile names no port with EXPOSE, so 8080 is assumed.",
  fix: "Add an EXPOSE line, or set the port in the plan.",
};

function detect(folder: Folder): Draft | null {
  const file = folder.firstOf(...NAMES);
  const text = file && folder.read(file);
  if (!file || text === null) return null;
  const stage = lastStage(instructions(text));
  const port = portOf(file, stage);
  const { health, facts } = healthOf(file, stage);
  const base = stage.find(({ keyword }) => keyword === "FROM");
  const image = base?.rest.replace(/^--\S+\s+/, "").split(/\s/)[0] ?? "";
  return {
    kind: "server",
    language: "docker",
    framework: null,
    runtime: { name: "docker", version: image, from: file },
    dockerfile: file,
    port: port?.port ?? 8080,
    health,
    facts: [fact("dockerfile", file, { file, line: base?.line ?? 0 }), ...(port?.facts ?? []), ...facts],
    findings: port ? [] : [finding("warning", "no-expose", NO_PORT, { file, line: 0 })],
  };
}

export const dockerfileDetector: Detector = { name: "Dockerfile", looksFor: "a Dockerfile or Containerfile", detect };
