import { AppError } from "../lib/errors.ts";
import {
  ApiClient,
  apiPath,
  type Deployment,
  type ListedDeployment,
  type ProjectAnswer,
  SERVER_FLAGS,
  SERVER_FLAGS_HELP,
} from "./api-client.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { readFlags, required } from "./flags.ts";
import { followDeployment, logsCommandFor } from "./follow.ts";
import { findDeployment, listDeployments } from "./logs.ts";

const HELP = `Usage: autostack rollback --project <name> [--to <deployment>] [options]

Brings a kept release back, as it was: nothing is built, its own variables hold. Without --to it is
the newest one that was live before the present one.

Options:
  --project <name>  the project
  --to <id>         the deployment whose release is brought back, by its id or number
  --no-follow       do not wait: print the deployment's id once it is queued
${SERVER_FLAGS_HELP}

Examples:
  autostack rollback --project blog
  autostack rollback --project blog --to 12
`;

const FLAGS = {
  ...SERVER_FLAGS,
  project: { type: "string" },
  to: { type: "string" },
  "no-follow": { type: "boolean" },
} as const;

export const rollbackCommand: Command = {
  name: "rollback",
  summary: "bring back a release that was live before",
  help: HELP,
  async run(args, io) {
    const { flags } = readFlags(args, FLAGS, 0);
    const project = required(flags.project, "--project", "autostack rollback --project blog");
    const client = new ApiClient(io, flags);
    const target = flags.to ? await findDeployment(client, project, flags.to) : await previous(client, project);
    const path = apiPath`/projects/${project}/deployments/${target.id}/rollback`;
    const { deployment, warnings = [] } = await client.post<{ deployment: Deployment; warnings?: string[] }>(path);
    io.err(`Deployment ${deployment.number} brings back what deployment ${target.number} made.\n`);
    for (const warning of warnings) io.err(`Warning: ${warning}\n`);
    if (!flags["no-follow"]) return followDeployment(client, io, { project, deployment });
    io.err(`To see it:\n  ${logsCommandFor(project, deployment)}\n`);
    io.out(`${deployment.id}\n`);
    return EXIT.ok;
  },
};

async function previous(client: ApiClient, project: string): Promise<Deployment> {
  const { live } = await client.get<ProjectAnswer>(apiPath`/projects/${project}`);
  const found = live && before(live, await listDeployments(client, project, live.number + 1));
  if (found) return found;
  throw new AppError({
    code: "nothing_before",
    status: 409,
    summary: live ? `Nothing that was live before deployment ${live.number} is kept.` : `${project} is not live.`,
    hint: "Name a deployment with --to, or deploy again.",
  });
}

/** The newest kept one of the same environment that is older than the live one and has another release. */
export function before(live: Deployment, deployments: readonly ListedDeployment[]): ListedDeployment | undefined {
  const environment = deployments.find(({ id }) => id === live.id)?.environment;
  return deployments
    .filter((deployment) => deployment.environment === environment && deployment.number < live.number)
    .filter((deployment) => deployment.canRollBack && releaseOf(deployment) !== releaseOf(live))
    .sort((a, b) => b.number - a.number)[0];
}

function releaseOf({ state }: Deployment): string | null {
  return state.name === "live" || state.name === "retired" ? state.release : null;
}
