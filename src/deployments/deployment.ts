import type { AppPlan } from "../plans/plan.ts";
import type { Artifact } from "../runtimes/runtime.ts";
import type { Revision, Snapshot, SourceInput } from "../sources/source.ts";
import type { RolloutMeasure } from "./measure.ts";

/** The pipeline's stages in their order. Roll back and redeploy of a release begin at `start`. */
export const STAGES = ["source", "scan", "plan", "build", "start", "probe", "route", "retire"] as const;
export type Stage = (typeof STAGES)[number];

/** What a person reads when something went wrong. */
export type Problem = { code: string; summary: string; hint: string | null };

export type DeploymentState =
  /** `waitsFor`: why it may not begin yet although it is its turn, or does not go on, as a sentence. */
  | { name: "queued"; waitsFor?: string }
  /** `cancelled`: it is about to end, also when AutoStack ends before. */
  | { name: "running"; stage: Stage; waitsFor?: string; cancelled?: true }
  | { name: "live"; release: string }
  | { name: "canary"; release: string; percent: number }
  | { name: "retired"; release: string }
  | { name: "failed"; stage: Stage; problem: Problem }
  | { name: "cancelled" }
  | { name: "superseded"; by: string };

/** What started a deployment. */
export type Trigger = "deploy" | "redeploy" | "rollback" | "restart";

/** `release` goes live as it was; `restart` takes what it was built into, with the variables of now. */
export type DeploymentInput =
  | { kind: "source"; source: SourceInput }
  | { kind: "release"; release: string }
  | { kind: "restart"; release: string };

/**
 * Side B of an A/B split: a kept release of the same environment, named by its number (`#9`), or what is live in another environment
 * of the project, named by its branch.
 */
export type SplitSource = { kind: "release" | "environment"; name: string };

/** One attempt, with a state and a log. */
export type Deployment = {
  id: string;
  project: string;
  environment: string;
  /** Counts from 1 within the project. */
  number: number;
  trigger: Trigger;
  input: DeploymentInput;
  /** Known once the source stage has ended. */
  revision: Revision | null;
  state: DeploymentState;
  /** How many of a hundred visitors it gets while it is tried out; `null` for all of them. */
  canary: number | null;
  /** What was chosen as side B of an A/B split, when this is one. */
  split: SplitSource | null;
  /** What visitors would have noticed of the switch; `null` before it, and for the first release. */
  measured: RolloutMeasure | null;
  /** The user's name; `CLI token "laptop"` for a token. */
  startedBy: string;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
};

/** A stage's clock. `result` is what the next stages take; a stage without one has not ended. */
export type StageRun = { stage: Stage; startedAt: number; endedAt: number | null; result: string | null };

/** The immutable result of a deployment: it can go live, and can be rolled back to. */
export type Release = {
  id: string;
  deployment: string;
  project: string;
  environment: string;
  artifact: Artifact;
  plan: AppPlan;
  revision: Revision;
  snapshot: Snapshot;
  /** Run-time variables as they were, opened. Stored sealed. */
  variables: Record<string, string>;
  /** The names that led to its environment. */
  hostnames: string[];
  /** The Dockerfile or script that built it. */
  recipe: string;
  /** Of artifact, plan, variables and hostnames: two releases with one hash are the same. Tells nothing of a secret. */
  hash: string;
  createdAt: number;
};

/** How one of two releases fares while visitors are shared between them, since that began. */
export type TrialSide = { release: string; requests: number; errors: number };

/** One line of a deployment's log. `id` is its position in the file: what a reconnecting browser resumes after. */
export type LogLine = { id: number; at: number; stage: Stage; stream: "out" | "err" | "note"; text: string };

/** Its payload is the id of the deployment that is to run, its subject the environment. */
export const DEPLOYMENT_JOB = "deployment";

const ENDED: ReadonlySet<DeploymentState["name"]> = new Set([
  "live",
  "canary",
  "retired",
  "failed",
  "cancelled",
  "superseded",
]);

export function hasEnded(state: DeploymentState): boolean {
  return ENDED.has(state.name);
}

/** Roll back and restart build nothing. */
export function firstStage({ input }: Pick<Deployment, "input">): Stage {
  return input.kind === "source" ? "source" : "start";
}
