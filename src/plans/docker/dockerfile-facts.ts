import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import type { Instruction, Stage } from "./dockerfile-text.ts";
import { filledIn, settingsIn, valuesOf } from "./dockerfile-text.ts";

type Read<Value> = { value: Value; facts: Fact[] };

const last = (stage: Stage, keyword: string): Instruction | undefined =>
  stage.instructions.findLast((instruction) => instruction.keyword === keyword);

/** The port of the last `EXPOSE` that names one, else of an `ENV PORT`. */
export function portOf(file: string, stage: Stage): Read<number> | null {
  const values = valuesOf(stage.instructions);
  for (const { keyword, rest, line } of stage.instructions.toReversed()) {
    const port = keyword === "EXPOSE" ? /^(\d{2,5})(?:\/tcp)?(?:\s|$)/.exec(filledIn(rest, values))?.[1] : undefined;
    if (port) return { value: Number(port), facts: [fact("port", port, { file, line })] };
  }
  const setting = stage.instructions.findLast(
    (instruction) => instruction.keyword === "ENV" && settingsIn(instruction).some(({ name }) => name === "PORT"),
  );
  const port = setting && /^\d{2,5}$/.exec(values.get("PORT") ?? "")?.[0];
  return port ? { value: Number(port), facts: [fact("port", port, { file, line: setting.line })] } : null;
}

const URL_PATH = /https?:\/\/[^/\s"']+(\/[^\s"'|)\]]*)/;

export function healthOf(file: string, stage: Stage): Read<string> {
  const check = last(stage, "HEALTHCHECK");
  const path = check && URL_PATH.exec(check.rest)?.[1];
  return path ? { value: path, facts: [fact("health", path, { file, line: check.line })] } : { value: "/", facts: [] };
}

/** What a person who reads the Dockerfile would write down of it, beside its port and its health check. */
export function stageFacts(file: string, stages: readonly Stage[], stage: Stage): Fact[] {
  const at = (line: number) => ({ file, line });
  const named = stages.flatMap(({ name }) => (name === null ? [] : [name]));
  const facts = [fact("base image", stage.image, at(stage.from.line))];
  if (named.length > 1) facts.push(fact("stages", named.join(", "), at(stage.from.line)));
  for (const keyword of ["ENTRYPOINT", "CMD", "USER"] as const) {
    const found = last(stage, keyword);
    if (found) facts.push(fact(WORDS[keyword], found.rest, at(found.line)));
  }
  for (const { keyword, rest, line } of stage.instructions) {
    if (keyword === "VOLUME") facts.push(fact("volume", volumesIn(rest).join(", "), at(line)));
  }
  return [...facts, ...argumentFacts(file, stages)];
}

const WORDS = { ENTRYPOINT: "entrypoint", CMD: "command", USER: "user" } as const;

export function volumesIn(rest: string): string[] {
  return rest
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/)
    .map((path) => path.replace(/^["']|["']$/g, ""))
    .filter(Boolean);
}

/** Build-time variables of the names that a Dockerfile takes reach its build. */
function argumentFacts(file: string, stages: readonly Stage[]): Fact[] {
  const seen = new Map<string, Fact>();
  for (const { instructions } of stages) {
    for (const instruction of instructions.filter(({ keyword }) => keyword === "ARG")) {
      for (const { name } of settingsIn(instruction)) {
        if (!seen.has(name)) seen.set(name, fact("build argument", name, { file, line: instruction.line }));
      }
    }
  }
  return [...seen.values()];
}
