import { dirname, join, resolve } from "node:path";
import { realFiles } from "../host/files.ts";
import { readSourceTree } from "../host/source-tree.ts";
import { AppError } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import { MADE } from "../plans/generators/generator.ts";
import { type Ejection, eject, type ShownFile } from "../plans/generators.ts";
import type { AppPlan } from "../plans/plan.ts";
import { scan } from "../plans/scan.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import { checkSlug, suggestSlug } from "../projects/slug.ts";
import type { Command, Io } from "./command.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags } from "./flags.ts";

const HELP = `Usage: autostack eject [path] [--only <files>] [--out <folder>] [--force]

Writes the files with which a project runs without AutoStack, or is deployed to it from elsewhere:
.env.example, Dockerfile, .dockerignore, compose.yaml, an NGINX site, systemd units, PM2's
ecosystem.config.cjs, a GitHub Actions workflow, .replit and replit.nix. No server is needed.

A file that is there already is left as it is; the exit code is 1 when it was named with --only.

Options:
  --only <files>  only these, by their names with commas between them
  --out <folder>  write them there instead of into the project
  --app <path>    the part of the project, where it has several
  --name <name>   what services and files are called (the folder's name)
  --server <url>  the AutoStack that the workflow deploys to
  --force         write over files that are there

Examples:
  autostack eject
  autostack eject ./shop --only Dockerfile,.dockerignore,compose.yaml
  autostack eject ./shop --out /tmp/shop --force
`;

const FLAGS = {
  only: { type: "string" },
  out: { type: "string" },
  app: { type: "string" },
  name: { type: "string" },
  server: { type: "string" },
  force: { type: "boolean" },
} as const;

export const ejectCommand: Command = {
  name: "eject",
  summary: "write the files that run a project without AutoStack",
  help: HELP,
  async run(args, io) {
    const { flags, words } = readFlags(args, FLAGS, 1);
    const path = await folderAt(resolve(io.cwd, words[0] ?? "."));
    const plan = await planAt(path, flags.app);
    if (!plan) {
      io.err(`Nothing in ${path} is recognised as an app. \`autostack plan\` says what was looked for.\n`);
      return EXIT.failed;
    }
    const name = flags.name === undefined ? suggestSlug(path) : checkName(flags.name);
    const made = eject({ plan, name, server: flags.server ?? null, source: "upload" });
    const files = flags.only === undefined ? made.files : chosen(made, flags.only);
    const into = flags.out === undefined ? path : resolve(io.cwd, flags.out);
    const kept = await writeAll(io, files, into, flags.force ?? false);
    if (flags.only === undefined) for (const { title, why } of made.leftOut) io.err(`No ${title}: ${why}\n`);
    return kept > 0 && flags.only !== undefined ? EXIT.failed : EXIT.ok;
  },
};

function checkName(name: string): string {
  try {
    return checkSlug(name);
  } catch (error) {
    throw error instanceof AppError ? wrongUsage(`--name: ${error.summary}`, error.hint) : error;
  }
}

async function folderAt(path: string): Promise<string> {
  const stats = await realFiles.stat((await realFiles.realPath(path)) ?? path);
  if (!stats?.isDirectory()) throw wrongUsage(`There is no folder ${path}.`);
  return path;
}

async function planAt(path: string, part: string | undefined): Promise<AppPlan | null> {
  const wanted = part?.replace(/^\.\/|\/$/g, "") ?? null;
  const { apps } = scan(withoutEjected(await readSourceTree(path)), wanted);
  if (wanted === null) return apps[0] ?? null;
  const found = apps.find((app) => app.path === wanted);
  if (found) return found;
  throw wrongUsage(`There is no part ${part} in ${path}.`, `The parts are: ${apps.map((app) => app.path).join(", ")}.`);
}

const READ_AGAIN = /(?:^|\/)(?:Dockerfile|compose\.yaml|\.replit|replit\.nix|\.env\.example)$/;

/** The source as it was before it was ejected: what is made is made of the code, as often as one asks. */
function withoutEjected(tree: SourceTree): SourceTree {
  const isMade = (path: string) => READ_AGAIN.test(path) && (tree.read(path) ?? "").startsWith(`# ${MADE}`);
  const made = new Set(tree.files.filter(isMade));
  const files = tree.files.filter((path) => !made.has(path));
  return { ...tree, files, read: (path) => (made.has(path) ? null : tree.read(path)) };
}

/** By name or by path; what cannot be made says why. */
function chosen({ files, leftOut }: Ejection, only: string): ShownFile[] {
  const wanted = only.split(",").map((name) => name.trim());
  return wanted.map((name) => {
    const file = files.find(({ id, path }) => id === name || path === name);
    if (file) return file;
    const refused = leftOut.find(({ title }) => title === name);
    if (refused) throw wrongUsage(`There is no ${name} for this project.`, refused.why);
    const ids = files.map(({ id }) => id);
    const meant = nearest(name, ids);
    throw wrongUsage(
      `There is no file "${name}".`,
      meant === null ? `The files are: ${ids.join(", ")}.` : `Did you mean ${meant}?`,
    );
  });
}

/** How many were left as they are. */
async function writeAll(io: Io, files: readonly ShownFile[], into: string, force: boolean): Promise<number> {
  let kept = 0;
  for (const { path, text } of files) {
    const target = join(into, path);
    // Also a link that leads nowhere is somebody's.
    if (!force && (await realFiles.exists(target))) {
      kept++;
      io.err(`${target} is there already and was left as it is; --force writes over it.\n`);
      continue;
    }
    await realFiles.makeFolder(dirname(target));
    await checkInside(into, dirname(target));
    await realFiles.writeAtomically(target, text);
    io.out(`${target}\n`);
  }
  return kept;
}

/** A folder of the project may be a link to somewhere else. */
async function checkInside(root: string, folder: string): Promise<void> {
  const [outer, inner] = await Promise.all([realFiles.realPath(root), realFiles.realPath(folder)]);
  if (outer !== null && inner !== null && (inner === outer || inner.startsWith(`${outer}/`))) return;
  throw wrongUsage(`${folder} leads out of ${root}, so nothing is written there.`, "Choose another folder with --out.");
}
