import type { Deployment } from "./deployment.ts";

/** A deployment as its table has it. */
export type DeploymentRow = {
  id: string;
  project: string;
  environment: string;
  number: number;
  trigger: Deployment["trigger"];
  input: string;
  revision: string | null;
  state: string;
  started_by: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  measured: string | null;
  canary: number | null;
  split: string | null;
};

export function toDeployment(row: DeploymentRow): Deployment {
  const { started_by, created_at, started_at, finished_at, input, revision, state, measured, split, ...same } = row;
  return {
    ...same,
    input: JSON.parse(input),
    revision: revision === null ? null : JSON.parse(revision),
    state: JSON.parse(state),
    split: split === null ? null : JSON.parse(split),
    measured: measured === null ? null : JSON.parse(measured),
    startedBy: started_by,
    createdAt: created_at,
    startedAt: started_at,
    finishedAt: finished_at,
  };
}
