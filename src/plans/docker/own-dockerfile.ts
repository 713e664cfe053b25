import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan } from "../plan.ts";
import type { SourceTree } from "../source-tree.ts";
import { readInstructions } from "./dockerfile-text.ts";

const IN_THE_FOLDER = ["Dockerfile", "Containerfile", "dockerfile", "Dockerfile.prod", "Dockerfile.production"];

/** Where Dockerfiles are kept that build the folder around them. */
const BELOW = ["docker", ".docker", "deploy", "build", "docker/prod", "docker/production"].flatMap((folder) =>
  IN_THE_FOLDER.map((name) => `${folder}/${name}`),
);

const DOCKERFILE = /(?:^|\/)(?:(?:[Dd]ockerfile|Containerfile)(?:\.[\w.-]+)?|[\w.-]+\.[Dd]ockerfile)$/;

/** The Dockerfile that builds this folder. One in a folder below counts only when it copies what stands here. */
export function ownDockerfile(folder: Folder): string | null {
  const here = folder.firstOf(...IN_THE_FOLDER);
  if (here) return here;
  return BELOW.find((file) => folder.has(file) && copiesFrom(folder, file)) ?? null;
}

function copiesFrom(folder: Folder, file: string): boolean {
  const here = posix.dirname(file);
  const sources = readInstructions(folder.read(file) ?? "")
    .filter(({ keyword, rest }) => /^(?:COPY|ADD)$/.test(keyword) && !rest.includes("--from="))
    .flatMap(({ rest }) => sourcesIn(rest));
  const stands = (path: string) => folder.has(path) || folder.list.hasFolder(path);
  return sources.some((source) => source === "." || (stands(source) && !stands(`${here}/${source}`)));
}

/** `--chown=x a b/ ./` and `["a", "b/", "./"]` → `a`, `b`. */
function sourcesIn(rest: string): string[] {
  const words = rest
    .replace(/^(?:--\S+\s+)+/, "")
    .replace(/^\[|\]\s*$/g, "")
    .split(/[\s,]+/);
  const paths = words.map((word) => posix.normalize(word.replace(/^["']|["']$/g, "") || ".").replace(/^\/|\/$/g, ""));
  return paths.slice(0, -1).map((path) => path || ".");
}

const HIDDEN = new WeakMap<SourceTree, SourceTree>();

/** The source as it would be without its Dockerfiles, so that a plan is made instead. */
export function withoutDockerfiles(tree: SourceTree): SourceTree {
  const known = HIDDEN.get(tree);
  if (known) return known;
  const files = tree.files.filter((file) => !DOCKERFILE.test(file));
  const hidden: SourceTree = {
    ...tree,
    files,
    leavesOutDockerfiles: true,
    read: (path) => (DOCKERFILE.test(path) ? null : tree.read(path)),
  };
  HIDDEN.set(tree, hidden);
  return hidden;
}

/** The name of the fact that says what would be built without the Dockerfile. */
export const WITHOUT_DOCKERFILE = "without its Dockerfile";

/** Says beside a Dockerfile what AutoStack would build without it, so that there is something to choose. */
export function withAlternative(plan: AppPlan, scanWithout: () => AppPlan | null): AppPlan {
  const { dockerfile } = plan;
  const other = dockerfile === null ? null : scanWithout();
  if (dockerfile === null || !other) return plan;
  const { framework, language, runtime } = other;
  const words = [framework ?? language, `${runtime.name} ${runtime.version}`.trim()];
  return { ...plan, facts: [...plan.facts, fact(WITHOUT_DOCKERFILE, words.join(", "), dockerfile)] };
}

const LEFT_OUT = {
  title: "Its Dockerfile is left out: the plan is made from the code.",
  fix: "Switch “Use its Dockerfile” on in the settings to build with it.",
};

/** The finding of an app whose Dockerfile a person has switched off. */
export function withLeftOut(folder: Folder, plan: AppPlan): AppPlan {
  const file = ownDockerfile(folder);
  if (file === null) return plan;
  return { ...plan, findings: [...plan.findings, finding("info", "dockerfile-left-out", LEFT_OUT, { file, line: 0 })] };
}
