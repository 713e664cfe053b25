import { AppError } from "../lib/errors.ts";
import {
  ApiClient,
  apiPath,
  type Deployment,
  type DeploymentAnswer,
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
const MOST_TAIL = 5000;

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
    } else {
      const after = await printApp(client, io, project, tail);
      if (flags.follow) await followApp(client, io, project, after);
    }
    return EXIT.ok;
  },
};

function readTail(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_TAIL) return Number(text);
  throw wrongUsage(`--tail is "${text}", but it must be a whole number from 1 to ${MOST_TAIL}.`);
}

/** A deployment by its id, or by the number that people see. */
export async function findDeployment(client: ApiClient, project: string, wanted: string): Promise<Deployment> {
  const name = wanted.replace(/^#/, "");
  if (!/^\d{1,9}$/.test(name)) {
    return (await client.get<DeploymentAnswer>(apiPath`/projects/${project}/deployments/${name}`)).deployment;
  }
  const [found] = await listDeployments(client, project, Number(name) + 1);
  if (found?.number === Number(name)) return found;
  throw new AppError({
    code: "no_such_deployment",
    status: 404,
    summary: `${project} has no deployment ${name}.`,
    hint: found ? `The newest one below that is ${found.number}.` : "There is none below that either.",
  });
}

/** A page of them, newest first, from below a number. */
export async function listDeployments(client: ApiClient, project: string, below: number): Promise<ListedDeployment[]> {
  const path = `${apiPath`/projects/${project}/deployments`}?before=${below}`;
  return (await client.get<{ deployments: ListedDeployment[] }>(path)).deployments;
}

/** Prints the last lines; resolves to the place in the log after them. */
async function printApp(client: ApiClient, io: Io, project: string, tail: number): Promise<string> {
  const path = `${apiPath`/projects/${project}/logs`}?tail=${tail}`;
  const { lines, after } = await client.get<{ lines: ServiceLine[]; after: string }>(path);
  for (const line of lines) io.out(serviceLine(line));
  return after;
}

async function followApp(client: ApiClient, io: Io, project: string, after: string): Promise<void> {
  const path = apiPath`/projects/${project}/logs/events`;
  const events = resumedEvents({
    open: (lastId) => client.events(path, lastId ?? after),
    signal: io.signal,
    // The stream also ends when the app stops; it may come back at any time.
    mostAttempts: Number.POSITIVE_INFINITY,
    onLost: () => io.err("Nothing more comes at the moment; waiting …\n"),
  });
  for await (const { name, data } of events) {
    if (name === "line") io.out(serviceLine(JSON.parse(data) as ServiceLine));
  }
}

function serviceLine({ at, service, text }: ServiceLine): string {
  return `${new Date(at).toISOString()} ${plainLine(service)} │ ${plainLine(text)}\n`;
}
