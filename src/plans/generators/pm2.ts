import type { AppPlan } from "../plan.ts";
import { toolFolders } from "../script.ts";
import { execLine } from "../shell-line.ts";
import { toolchainOf } from "../toolchains.ts";
import {
  type Ejected,
  type Generated,
  type Generator,
  givenBy,
  notesOf,
  oneFile,
  oneLine,
  otherProcesses,
  whyOnlyContained,
} from "./generator.ts";

/** PM2 reads it as a program of Node: all that comes from a plan stands in strings of JSON, which is JavaScript too. */
export const pm2: Generator = {
  title: "PM2",
  about: "Keeps the program running on a machine without containers: pm2 start ecosystem.config.cjs",
  generate(of) {
    if (of.plan.kind === "static") return ofSite(of);
    return whyOnlyContained(of.plan) ?? ofProgram(of);
  },
};

const SITE_PORT = 8080;
const json = (value: unknown) => JSON.stringify(value, null, 2);
const note = (line: string) => `// ${oneLine(line)}\n`;

function ofSite({ plan, name }: Ejected): Generated {
  // PM2's server knows no file that it would not give away, `.env` and `.git` among them.
  if (plan.output === null || plan.output === ".") {
    return { why: "PM2 would publish every file of the folder, also hidden ones: NGINX serves the pages." };
  }
  const env = {
    PM2_SERVE_PORT: SITE_PORT,
    PM2_SERVE_SPA: String(plan.facts.some((fact) => fact.name === "fallback")),
    PM2_SERVE_HOMEPAGE: "/index.html",
  };
  return oneFile(
    "ecosystem.config.cjs",
    `// The site's files are served by PM2 itself, after they were built.
const { join } = require("node:path");

const env = ${json(env)};
env.PM2_SERVE_PATH = join(__dirname, ${json(plan.output)});

module.exports = { apps: [{ name: ${json(name)}, script: "serve", env }] };
`,
  );
}

function ofProgram({ plan, name }: Ejected): Generated {
  const others = otherProcesses(plan).map((process) => appOf(`${name}-${process.name}`, process.command));
  const apps = [appOf(name, plan.start ?? ""), ...others];
  return oneFile(
    "ecosystem.config.cjs",
    `// The variables come from the shell that starts PM2: set -a; . ./.env; set +a; pm2 start ecosystem.config.cjs
${notesOf(plan).map(note).join("")}const { join } = require("node:path");

const tools = ${json(toolFolders(plan))}.map((folder) => join(__dirname, folder));
const env = ${json(environmentOf(plan))};
env.PATH = [...tools, process.env.PATH].join(":");
${Object.entries(runSettings(plan).folders)
  .map(([key, path]) => `env.${key} = join(__dirname, ${json(path)});\n`)
  .join("")}const apps = ${json(apps)};

module.exports = { apps: apps.map((app) => ({ ...app, cwd: __dirname, env })) };
`,
  );
}

/** The shell makes way for the program, which then gets PM2's signals itself. */
function appOf(name: string, command: string) {
  return {
    name,
    script: "/bin/sh",
    args: ["-c", execLine(command)],
    interpreter: "none",
    autorestart: true,
    exp_backoff_restart_delay: 200,
    kill_timeout: 30_000,
  };
}

function environmentOf(plan: AppPlan): Record<string, string> {
  return {
    ...runSettings(plan).settings,
    ...(plan.port !== null && { PORT: String(plan.port), HOST: "127.0.0.1" }),
    ...givenBy(plan),
  };
}

/** `NODE_ENV=production` and the like, as an image has them; `folders` are those that name one of the project's. */
export function runSettings({ runtime }: AppPlan): {
  settings: Record<string, string>;
  folders: Record<string, string>;
} {
  const pairs = toolchainOf(runtime.name).runSettings.map((text): [string, string] => {
    const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(text) ?? [];
    return [name, value];
  });
  const isFolder = ([, value]: [string, string]) => value.startsWith(IMAGE_FOLDER);
  const folders = pairs.filter(isFolder).map(([name, value]) => [name, value.slice(IMAGE_FOLDER.length)]);
  return {
    settings: Object.fromEntries(pairs.filter((pair) => !isFolder(pair))),
    folders: Object.fromEntries(folders),
  };
}

/** Where an image has the project. */
const IMAGE_FOLDER = "/app/";
