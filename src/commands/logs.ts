import { AppError } from "../lib/errors.ts";
import {
  ApiClient,
  apiPath,
  type ListedDeployment,
  SERVER_FLAGS,
  SERVER_FLAGS_HELP,
  type ServiceLine,
} from "./api-client.ts";
import type { Command, Io } from "./command.ts";
import { resumedEvents } from "./event-stream.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags, required } from "./flags.ts";
import { printLog } from "./follow.ts";
import { plainLine } from "./plain-text.ts";

const HELP = `Usage: autostack logs --project <name> [options]

Prints what the running app writes, or with --deployment what happened while it was built and started.

Options:
  --project <name>     the project
  -f, --follow         go on with new lines as they come, until Ctrl-C
  --tail <lines>       how many of the last lines to begin with (100)
  --deployment <id>    the log of one deployment, by its id or number; it is shown to its end
${SERVER_FLAGS_HELP}

Examples:
  autostack logs --project blog
  autostack logs --project blog --follow --tail 20
  autostack logs --project blog --deployment 12
`;

const FLAGS = {
  ...SERVER_FLAGS,
  project: { type: "string" },
  follow: { type: "boolean", short: "f" },
  tail: { type: "string" },
  deployment: { type: "string" },
} as const;

const DEFAULT_TAIL = "100";
/** After a lost connection so many lines are asked for again, to find where the last one stood. */
const RESUME_TAIL = 1000;

export const logsCommand: Command = {
  name: "logs",
  summary: "print or follow the log of an app, or of one deployment",
  help: HELP,
  async run(args, io) {
    const { flags } = readFlags(args, FLAGS, 0);
    const project = required(flags.project, "--project", "autostack logs --project blog");
    const tail = readTail(flags.tail ?? DEFAULT_TAIL);
    const client = new ApiClient(io, flags);
    if (flags.deployment !== undefined) {
      const { id } = await findDeployment(client, project, flags.deployment);
      await printLog(client, io, apiPath`/projects/${project}/deployments/${id}`);
    } else if (flags.follow) await followApp(client, io, project, tail);
    else await printApp(client, io, project, tail);
    return EXIT.ok;
  },
};

function readTail(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw wrongUsage(`--tail is "${text}", but it must be a whole number from 0 to 99999.`);
}

/** A deployment by its id, or by the number that people see. */
export async function findDeployment(client: ApiClient, project: string, wanted: string): Promise<ListedDeployment> {
  const deployments = await listDeployments(client, project);
  const name = wanted.replace(/^#/, "");
  const found = deployments.find(({ id, number }) => id === name || String(number) === name);
  if (found) return found;
  throw new AppError({
    code: "no_such_deployment",
    status: 404,
    summary: `${project} has no deployment ${wanted}.`,
    hint: deployments[0] ? `The newest one is ${deployments[0].number}.` : "It was never deployed.",
  });
}

export async function listDeployments(client: ApiClient, project: string): Promise<ListedDeployment[]> {
  const path = apiPath`/projects/${project}/deployments`;
  return (await client.get<{ deployments: ListedDeployment[] }>(path)).deployments;
}

async function printApp(client: ApiClient, io: Io, project: string, tail: number): Promise<void> {
  const { lines } = await client.get<{ lines: ServiceLine[] }>(`${apiPath`/projects/${project}/logs`}?tail=${tail}`);
  for (const line of lines) io.out(serviceLine(line));
}

async function followApp(client: ApiClient, io: Io, project: string, tail: number): Promise<void> {
  let lastAt = Number.NEGATIVE_INFINITY;
  let resumedAfter = lastAt;
  let count = tail;
  const open = (lastId: string | null) => {
    const path = `${apiPath`/projects/${project}/logs/events`}?tail=${count}`;
    count = RESUME_TAIL;
    resumedAfter = lastAt;
    return client.events(path, lastId);
  };
  const onLost = () => io.err("The connection was lost; trying again …\n");
  for await (const { name, data } of resumedEvents({ open, signal: io.signal, onLost })) {
    if (name !== "line") continue;
    const line = JSON.parse(data) as ServiceLine;
    // Apps' lines have no ids to resume after: what is not newer than the last one was printed before.
    if (line.at <= resumedAfter) continue;
    lastAt = Math.max(lastAt, line.at);
    io.out(serviceLine(line));
  }
}

function serviceLine({ at, service, text }: ServiceLine): string {
  return `${new Date(at).toISOString()} ${plainLine(service)} │ ${plainLine(text)}\n`;
}
