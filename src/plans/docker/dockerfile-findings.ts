import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { looksSecret } from "../readings/variables.ts";
import { volumesIn } from "./dockerfile-facts.ts";
import type { Instruction, Stage } from "./dockerfile-text.ts";
import { settingsIn } from "./dockerfile-text.ts";

type Words = { title: string; fix: string };
type Rule = (
  stage: Stage,
  stages: readonly Stage[],
) => { id: string; level: Finding["level"]; words: Words; line: number }[];

const lines = (stage: Stage, ...keywords: string[]): Instruction[] =>
  stage.instructions.filter(({ keyword }) => keywords.includes(keyword));

/** Images that bring a user of their own which is not root. */
const NOT_ROOT = /nonroot|unprivileged|rootless|^(?:bitnami|cgr\.dev|docker\.io\/bitnami)\//;
const IS_ROOT = /^(?:root|0)(?::|$)/;

const runsAsRoot: Rule = (stage) => {
  const user = lines(stage, "USER").at(-1);
  if (user ? !IS_ROOT.test(user.rest) : NOT_ROOT.test(stage.image) || stage.image === "scratch") return [];
  const words = {
    title: "The program runs as root in its container.",
    fix: "Add a user and a `USER` line at the end: who breaks into the program then has fewer rights.",
  };
  return [{ id: "dockerfile-root", level: "info", words, line: user?.line ?? stage.from.line }];
};

const movingBase: Rule = (_stage, stages) =>
  stages.flatMap(({ image, from }) => {
    const name = image.split("@")[0] ?? "";
    if (
      image.includes("@") ||
      image === "scratch" ||
      image.includes("$") ||
      stages.some((other) => other.name === image)
    )
      return [];
    const tag = /:([^/:]+)$/.exec(name)?.[1];
    if (tag !== undefined && tag !== "latest") return [];
    const words = {
      title: `The base image ${image} is whatever is newest on the day of the build.`,
      fix: "Name a version, for example `node:22-slim`, so that builds of the same code stay the same.",
    };
    return [{ id: "dockerfile-latest", level: "warning" as const, words, line: from.line }];
  });

const addsFromNetwork: Rule = (stage) =>
  lines(stage, "ADD")
    .filter(({ rest }) => /(?:^|[\s"[])https?:\/\//.test(rest) && !rest.includes("--checksum="))
    .map(({ line }) => ({
      ...{ id: "dockerfile-add-url", level: "warning" as const, line },
      words: {
        title: "ADD fetches a file from the network and checks nothing about it.",
        fix: "Fetch it with curl in a RUN line and compare its checksum, or keep the file in the repository.",
      },
    }));

type Kept = { name: string; keyword: string; line: number };

/** What `ARG` takes and what `ENV` sets stays in the image's history. */
function keptIn(instruction: Instruction): Kept[] {
  const { keyword, line } = instruction;
  if (keyword !== "ARG" && keyword !== "ENV") return [];
  return settingsIn(instruction)
    .filter(({ value }) => keyword === "ARG" || Boolean(value))
    .map(({ name }) => ({ name, keyword, line }));
}

const keepsSecrets: Rule = (_stage, stages) => {
  const kept = stages
    .flatMap(({ instructions }) => instructions.flatMap(keptIn))
    .filter(({ name }) => looksSecret(name));
  const first = new Map(kept.toReversed().map((one) => [one.name, one]));
  return [...first.values()].reverse().map(({ name, keyword, line }) => ({
    ...{ id: "dockerfile-secret", level: "warning" as const, line },
    words: {
      title: `The image keeps the value of ${name}: whoever has the image can read it.`,
      fix:
        keyword === "ARG"
          ? `Take it from a secret in the one step that needs it: \`RUN --mount=type=secret,id=${name} …\`.`
          : `Leave it out of the Dockerfile and set ${name} among the project's variables.`,
    },
  }));
};

const swallowsSignals: Rule = (stage) => {
  const command = lines(stage, "ENTRYPOINT").at(-1) ?? lines(stage, "CMD").at(-1);
  if (!command || command.rest.startsWith("[") || command.rest.startsWith("exec ")) return [];
  const words = {
    title: `${command.keyword} is started by a shell, which does not hand on the signal to stop.`,
    fix: `Write it as a list, \`${command.keyword} ["node", "server.js"]\`, so that the program can end what it is doing.`,
  };
  return [{ id: "dockerfile-shell-form", level: "info", words, line: command.line }];
};

const losesVolumes: Rule = (stage) =>
  lines(stage, "VOLUME").map(({ rest, line }) => ({
    ...{ id: "dockerfile-volume", level: "warning" as const, line },
    words: {
      title: `What the program writes to ${volumesIn(rest).join(", ")} is gone with the next deployment.`,
      fix: "Keep it in a database or an object store.",
    },
  }));

const FOR_DEVELOPERS = /^(?:tests?|testing|unit-?tests?|e2e|lint|check|ci|dev|develop|development|debug|local)$/i;
const FOR_PRODUCTION = /^(?:prod|production|final|release|runner|run|runtime|app|server|web|deploy)$/i;

/** Docker builds to the last stage, and a Dockerfile that is always built with a target may end with another one. */
const endsWithTests: Rule = (stage, stages) => {
  const meant = stages.findLast(({ name }) => FOR_PRODUCTION.test(name ?? ""));
  if (stage !== stages.at(-1) || !FOR_DEVELOPERS.test(stage.name ?? "") || !meant) return [];
  const words = {
    title: `The last stage, ${stage.name}, is what is built, and it is for developers.`,
    fix: `Move the stage ${meant.name} to the end, or write \`target: ${meant.name}\` into autostack.yml.`,
  };
  return [{ id: "dockerfile-last-stage", level: "warning", words, line: stage.from.line }];
};

const RULES: readonly Rule[] = [
  endsWithTests,
  movingBase,
  addsFromNetwork,
  keepsSecrets,
  losesVolumes,
  runsAsRoot,
  swallowsSignals,
];

export function dockerfileFindings(file: string, stages: readonly Stage[], stage: Stage): Finding[] {
  return RULES.flatMap((rule) => rule(stage, stages)).map(({ level, id, words, line }) =>
    finding(level, id, words, { file, line }),
  );
}
