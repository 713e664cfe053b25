import { posix } from "node:path";
import { own } from "../../lib/own.ts";
import { addDatabase } from "./app-json.ts";
import { asServer, command, folderOf, pathOf, tellDockerfile, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addHeader, addRedirect, tellRule } from "./site-rules.ts";

const WEB = new Set(["web", "pserv"]);
const isSite = (desk: Desk, at: string) =>
  desk.text(`${at}.runtime`) === "static" ||
  desk.text(`${at}.env`) === "static" ||
  desk.text(`${at}.type`) === "static";

const VERSIONS: Record<string, { runtime: string; parts: 1 | 2 }> = {
  NODE_VERSION: { runtime: "node", parts: 1 },
  BUN_VERSION: { runtime: "bun", parts: 1 },
  PYTHON_VERSION: { runtime: "python", parts: 2 },
};

const isHere = (desk: Desk, at: string) => (folderOf(desk.text(`${at}.rootDir`) ?? "").value ?? ".") === desk.plan.path;

/** What starts a service: in an image its own command, for which Render has another word. */
const startOf = (desk: Desk, at: string) => `${at}.${desk.plan.dockerfile ? "dockerCommand" : "startCommand"}`;

/** Whether a service is made from what this plan builds. */
function isOfThisBuild(desk: Desk, at: string): boolean {
  const { dockerfile } = desk.plan;
  if (!isHere(desk, at)) return false;
  return dockerfile === null || posix.normalize(desk.text(`${at}.dockerfilePath`) ?? "Dockerfile") === dockerfile;
}

/** The service of the file that is this folder: by its `rootDir`, and a web service before others. */
function serviceOf(desk: Desk): string | null {
  const all = Array.from({ length: desk.count("services") }, (_, index) => `services[${index}]`);
  const here = all.filter((at) => isHere(desk, at));
  const typed = (type: string) => here.find((at) => desk.text(`${at}.type`) === type);
  const worker = desk.plan.kind === "worker" ? typed("worker") : undefined;
  return [...WEB].map(typed).find(Boolean) ?? here.find((at) => isSite(desk, at)) ?? worker ?? null;
}

function variables(desk: Desk, at: string): void {
  for (let index = 0; index < desk.count(`${at}.envVars`); index++) {
    const variable = `${at}.envVars[${index}]`;
    const name = desk.at(`${variable}.key`);
    if (!name) {
      desk.tell(variable, "ignored", "Groups of variables are not known here; put them under Variables.");
      continue;
    }
    const version = own(VERSIONS, String(name.value));
    if (version?.runtime === desk.plan.runtime.name) {
      desk.decide("runtimeVersion", `${variable}.value`, (value) => versionOf(value, version.parts));
      desk.tell(variable, "honoured", "It names the runtime's version.");
      continue;
    }
    const isSecret = desk.text(`${variable}.generateValue`) === "true" || desk.text(`${variable}.sync`) === "false";
    desk.want(name, String(name.value), {
      example: desk.text(`${variable}.value`) ?? "",
      ...(isSecret && { secret: true }),
    });
    desk.tell(variable, "approximated", "Proposed under Variables, where you confirm it.");
  }
}

function siteRules(desk: Desk, at: string): void {
  for (let index = 0; index < desk.count(`${at}.routes`); index++) {
    const route = `${at}.routes[${index}]`;
    const status = desk.text(`${route}.type`) === "rewrite" ? 200 : 301;
    const rule = { from: desk.text(`${route}.source`) ?? "", to: desk.text(`${route}.destination`) ?? "", status };
    tellRule(desk, route, desk.plan.kind === "static" && addRedirect(desk, rule), "redirects");
  }
  for (let index = 0; index < desk.count(`${at}.headers`); index++) {
    const header = `${at}.headers[${index}]`;
    const [path, name, value] = ["path", "name", "value"].map((key) => desk.text(`${header}.${key}`) ?? "");
    const isTaken = desk.plan.kind === "static" && addHeader(desk, path ?? "", name ?? "", value ?? "");
    tellRule(desk, header, isTaken, "headers");
  }
}

function takeService(desk: Desk, at: string): void {
  desk.decide("build", `${at}.buildCommand`, (value) => ({
    ...command(value),
    why: "Runs after the dependencies are installed.",
  }));
  if (isSite(desk, at)) desk.decide("output", `${at}.staticPublishPath`, folderOf);
  else if (desk.at(`${at}.startCommand`)) asServer(desk);
  desk.decide("start", startOf(desk, at), command);
  if (desk.plan.dockerfile)
    desk.tell(`${at}.startCommand`, "ignored", "An image is started by dockerCommand or its own.");
  desk.tell(`${at}.dockerContext`, "ignored", "The project's folder is what its Dockerfile sees.");
  desk.decide("beforeSwitch", `${at}.preDeployCommand`, command);
  desk.decide("health", `${at}.healthCheckPath`, pathOf);
  tellDockerfile(desk, `${at}.dockerfilePath`);
  variables(desk, at);
  siteRules(desk, at);
  desk.tell(`${at}.type`, "approximated", "The plan says whether it is a server, a worker or files.");
  desk.tell(`${at}.rootDir`, "honoured", "This is the folder.");
  for (const key of ["runtime", "env"]) desk.tell(`${at}.${key}`, "ignored", "The code itself tells its language.");
  for (const key of ["plan", "region"]) desk.tell(`${at}.${key}`, "ignored", "There is one machine: this one.");
  for (const key of ["numInstances", "scaling"]) {
    desk.tell(`${at}.${key}`, "ignored", "How many replicas run is an environment's setting.");
  }
  desk.tell(`${at}.disk`, "ignored", "Files are not kept between releases: use a database, or storage for files.");
  desk.tell(`${at}.domains`, "ignored", "Name its addresses in the project's settings.");
  for (const key of [
    "branch",
    "autoDeploy",
    "autoDeployTrigger",
    "repo",
    "buildFilter",
    "previews",
    "pullRequestPreviewsEnabled",
  ]) {
    desk.tell(`${at}.${key}`, "ignored", "What is deployed when is a setting of the project.");
  }
}

function otherService(desk: Desk, at: string, type: string | null, isThis: boolean): void {
  if (type === "redis" || type === "keyvalue") {
    addDatabase(desk, "redis");
    desk.tell(at, "approximated", "The program wants redis; put its address under Variables.");
  } else if (type === "cron") {
    desk.tell(at, "ignored", "Start it from outside, or let a process of the project wait for its time.");
  } else if (!isThis) {
    desk.tell(at, "ignored", "This is another service: a project of its own, or none that is known here.");
  }
}

/** Render's render.yaml. */
export const render: Importer = {
  platform: "Render",
  files: ["render.yaml", "render.yml"],
  ofWholeSource: true,
  take(desk) {
    const at = serviceOf(desk);
    if (at) takeService(desk, at);
    for (let index = 0; index < desk.count("services"); index++) {
      const other = `services[${index}]`;
      const type = desk.text(`${other}.type`);
      const line = desk.at(startOf(desk, other));
      if (type === "worker" && other !== at && line && isOfThisBuild(desk, other)) {
        desk.process(line, desk.text(`${other}.name`) ?? "worker", String(line.value));
      }
      otherService(desk, other, type, other === at);
    }
    if (desk.count("databases") > 0) addDatabase(desk, "postgresql");
    desk.tell("databases", "approximated", "The program wants postgresql; put its address under Variables.");
    desk.tell("envVarGroups", "ignored", "Groups of variables are not known here; put them under Variables.");
  },
};
