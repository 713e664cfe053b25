import { AppError } from "../lib/errors.ts";
import { checkSlug, suggestSlug } from "../projects/slug.ts";
import {
  ApiClient,
  apiPath,
  type Deployment,
  type ProjectAnswer,
  SERVER_FLAGS,
  SERVER_FLAGS_HELP,
} from "./api-client.ts";
import type { Command, Io } from "./command.ts";
import { checkSameSource, type DeploySource, folderSource, readDeploySource } from "./deploy-source.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags, required } from "./flags.ts";
import { followDeployment, logsCommandFor } from "./follow.ts";
import { upload } from "./upload.ts";

const HELP = `Usage: autostack deploy [path|url] --project <name> [options]

Deploys a folder, an archive or a Git repository, shows the log while it happens and prints the
app's URL when it is live. A project that does not exist yet is made.

A folder is sent without .git, node_modules and what its .gitignore files leave out. Without a path
the present folder is sent; a project that comes from Git is fetched anew instead.

Options:
  --project <name>  the project: small letters, digits and dashes
  --branch <name>   deploy a branch; another than the project's own makes a preview
  --no-follow       do not wait: print the deployment's id once it is queued
${SERVER_FLAGS_HELP}

Ctrl-C while the log is shown stops the showing; the deployment goes on.

Examples:
  autostack deploy --project blog
  autostack deploy ./dist --project docs --server https://deploy.example.com
  autostack deploy site.zip --project site
  autostack deploy https://github.com/me/shop.git --project shop --branch main
`;

const FLAGS = {
  ...SERVER_FLAGS,
  project: { type: "string" },
  branch: { type: "string" },
  "no-follow": { type: "boolean" },
} as const;

type Wish = { slug: string; source: DeploySource; branch: string | undefined };

export const deployCommand: Command = {
  name: "deploy",
  summary: "deploy a folder, an archive or a Git repository and follow it to its URL",
  help: HELP,
  async run(args, io) {
    const { flags, words } = readFlags(args, FLAGS, 1);
    const source = await readDeploySource(words[0], io.cwd);
    const slug = checkProject(required(flags.project, "--project", exampleFor(words[0], io.cwd)));
    const client = new ApiClient(io, flags);
    const deployment = await deploy(client, io, { slug, source, branch: flags.branch });
    if (!flags["no-follow"]) return followDeployment(client, io, { project: slug, deployment });
    io.err(`Deployment ${deployment.number} is queued; to see it:\n  ${logsCommandFor(slug, deployment)}\n`);
    io.out(`${deployment.id}\n`);
    return EXIT.ok;
  },
};

function exampleFor(word: string | undefined, cwd: string): string {
  const place = word === undefined ? "" : `${word} `;
  return `autostack deploy ${place}--project ${suggestSlug(word === undefined || word === "." ? cwd : word)}`;
}

/** Checked before anything is sent: a long upload should not end with a wrong name. */
function checkProject(slug: string): string {
  try {
    return checkSlug(slug);
  } catch (error) {
    throw error instanceof AppError ? wrongUsage(`--project: ${error.summary}`, error.hint) : error;
  }
}

async function deploy(client: ApiClient, io: Io, wish: Wish): Promise<Deployment> {
  const found = await findProject(client, wish.slug);
  const deployment = found ? await deployTo(found, client, io, wish) : await create(client, io, wish);
  io.err(`Deployment ${deployment.number} of ${wish.slug} is queued.\n`);
  return deployment;
}

async function findProject(client: ApiClient, slug: string): Promise<ProjectAnswer | null> {
  try {
    return await client.get<ProjectAnswer>(apiPath`/projects/${slug}`);
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

async function deployTo({ project }: ProjectAnswer, client: ApiClient, io: Io, { slug, source, branch }: Wish) {
  checkSameSource(slug, project.source, source);
  const sent = project.source.kind === "upload" ? await uploadFields(client, io, source) : {};
  const { deployment } = await client.post<{ deployment: Deployment }>(apiPath`/projects/${slug}/deployments`, {
    ...sent,
    ...(branch !== undefined && { branch }),
  });
  return deployment;
}

async function create(client: ApiClient, io: Io, { slug, source, branch }: Wish) {
  const sent =
    source.kind === "git"
      ? { source: "git", url: source.url }
      : { source: "upload", ...(await uploadFields(client, io, source)) };
  const { deployment } = await client.post<{ deployment: Deployment }>("/projects", {
    slug,
    ...sent,
    ...(branch !== undefined && { branch }),
  });
  io.err(`Made the project ${slug}.\n`);
  return deployment;
}

async function uploadFields(client: ApiClient, io: Io, source: DeploySource) {
  const given = source.kind === "folder" || source.kind === "archive" ? source : folderSource(io.cwd);
  const { id, fileName } = await upload(client, io, given);
  return { upload: id, fileName };
}
