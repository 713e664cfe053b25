import type { Diagnosis } from "../diagnosis/rule.ts";
import { formatDuration } from "../lib/time.ts";
import { type ApiClient, apiPath, type Deployment, type DeploymentAnswer, type LogLine } from "./api-client.ts";
import type { Io } from "./command.ts";
import { resumedEvents } from "./event-stream.ts";
import { EXIT } from "./exit.ts";
import { plainLine } from "./plain-text.ts";

export type Followed = { project: string; deployment: Deployment };

/**
 * Shows a deployment's log until it has ended, then its URL as the last line of standard output. Ctrl-C stops only the showing.
 * Resolves to the exit code.
 */
export async function followDeployment(client: ApiClient, io: Io, { project, deployment }: Followed): Promise<number> {
  try {
    const path = apiPath`/projects/${project}/deployments/${deployment.id}`;
    await printLog(client, io, path);
    return report(io, await client.get<DeploymentAnswer>(path));
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err(`\nStopped following. The deployment goes on; to see it again:\n  ${logsCommandFor(project, deployment)}\n`);
    return EXIT.interrupted;
  }
}

/** How to see a deployment's log later. */
export function logsCommandFor(project: string, { number }: Deployment): string {
  return `autostack logs --project ${project} --deployment ${number}`;
}

/** Prints the log of the deployment at an API path, from its start to its end. */
export async function printLog(client: ApiClient, io: Io, path: string): Promise<void> {
  const events = resumedEvents({
    open: (lastId) => client.events(`${path}/events`, lastId),
    signal: io.signal,
    onLost: () => io.err("The connection was lost; trying again …\n"),
  });
  for await (const { name, data } of events) {
    if (name === "line") io.out(`${logLine(JSON.parse(data) as LogLine)}\n`);
  }
}

function logLine({ stage, text }: LogLine): string {
  return `${stage.padEnd(6)} │ ${plainLine(text)}`;
}

function report(io: Io, { deployment, url, diagnosis }: DeploymentAnswer): number {
  const { state, number } = deployment;
  switch (state.name) {
    case "live":
    case "retired":
      io.err(`Deployment ${number} is live${timeTaken(deployment)}.\n`);
      if (url !== null) io.out(`${url}\n`);
      return EXIT.ok;
    case "failed":
      io.err(`Deployment ${number} failed in ${state.stage}: ${state.problem.summary}\n`);
      if (state.problem.hint) io.err(`${state.problem.hint}\n`);
      io.err(causes(diagnosis?.findings ?? []));
      return EXIT.failed;
    case "cancelled":
      io.err(`Deployment ${number} was cancelled.\n`);
      return EXIT.failed;
    case "superseded":
      io.err(`Deployment ${number} gave way to a newer one before it began.\n`);
      return EXIT.failed;
    default:
      io.err(`Deployment ${number} is still ${state.name}.\n`);
      return EXIT.failed;
  }
}

/** What the log proves, the most likely cause first, with the lines that prove it. */
function causes(findings: readonly Diagnosis[]): string {
  return findings
    .map(({ title, explanation, fix, evidence }) => {
      const lines = evidence.map(({ text }) => `  > ${plainLine(text)}\n`).join("");
      return `\n${plainLine(title)}\n${lines}${plainLine(explanation)}\n${plainLine(fix)}\n`;
    })
    .join("");
}

function timeTaken({ createdAt, finishedAt }: Deployment): string {
  return finishedAt === null ? "" : ` after ${formatDuration(finishedAt - createdAt)}`;
}
