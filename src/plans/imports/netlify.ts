import { posix } from "node:path";
import { own } from "../../lib/own.ts";
import { command, folderOf, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Entry } from "./entries.ts";
import type { Importer } from "./importer.ts";
import { addHeader, addRedirect, tellRule } from "./site-rules.ts";

const VERSIONS: Record<string, { runtime: string; parts: 1 | 2 }> = {
  NODE_VERSION: { runtime: "node", parts: 1 },
  BUN_VERSION: { runtime: "bun", parts: 1 },
  PYTHON_VERSION: { runtime: "python", parts: 2 },
};

/** What a production deployment is built with wins over what all builds are built with. */
const PLACES = ["context.production", "build"];

function variable(desk: Desk, entry: Entry, name: string): void {
  const version = own(VERSIONS, name);
  if (version?.runtime === desk.plan.runtime.name) {
    desk.decide("runtimeVersion", entry.path, (value) => versionOf(value, version.parts));
  } else if (name === "HUGO_VERSION" && desk.plan.runtime.version === String(entry.value)) {
    desk.tell(entry.path, "honoured", "This version of Hugo is used.");
  } else if (/_VERSION$/.test(name)) {
    desk.tell(entry.path, "ignored", "The plan says which version is used, and from where.");
  } else {
    desk.want(entry, name, { example: String(entry.value ?? "") });
  }
}

function environment(desk: Desk): void {
  const seen = new Set<string>();
  for (const place of PLACES.map((each) => `${each}.environment`)) {
    for (const name of desk.keys(place)) {
      const entry = desk.at(`${place}.${name}`);
      if (!entry) continue;
      if (seen.has(name)) desk.tell(entry.path, "ignored", "context.production says otherwise.");
      else variable(desk, entry, name);
      seen.add(name);
    }
  }
}

function redirects(desk: Desk): void {
  for (let index = 0; index < desk.count("redirects"); index++) {
    const at = `redirects[${index}]`;
    const hasCondition = [...desk.below(`${at}.conditions`), ...desk.below(`${at}.query`)].length > 0;
    const status = Number(desk.text(`${at}.status`) ?? 301);
    const rule = { from: desk.text(`${at}.from`) ?? "", to: desk.text(`${at}.to`) ?? "", status };
    const isFunction = rule.to.startsWith("/.netlify/");
    const isTaken = desk.plan.kind === "static" && !hasCondition && !isFunction && addRedirect(desk, rule);
    if (isFunction) desk.tell(at, "ignored", "The project runs as one program, not as functions.");
    else tellRule(desk, at, isTaken, "redirects");
  }
}

function headers(desk: Desk): void {
  for (let index = 0; index < desk.count("headers"); index++) {
    const at = `headers[${index}]`;
    for (const name of desk.keys(`${at}.values`)) {
      const value = desk.text(`${at}.values.${name}`) ?? "";
      const isTaken = desk.plan.kind === "static" && addHeader(desk, desk.text(`${at}.for`) ?? "", name, value);
      tellRule(desk, `${at}.values.${name}`, isTaken, "headers");
      tellRule(desk, `${at}.for`, isTaken, "headers");
    }
  }
}

/** The folder that the file is about: its `base`, else the one it stands in, else the one whose output it publishes. */
function isAbout(desk: Desk): "here" | "from the root" | null {
  const { path } = desk.plan;
  const fromRoot = desk.file.startsWith("../");
  const base = desk.text("build.base");
  if (base !== null && String(folderOf(base).value) !== ".") {
    const stands = fromRoot || path === "." ? "." : path;
    return [posix.join(stands, String(folderOf(base).value)), folderOf(base).value].includes(path) ? "here" : null;
  }
  if (!fromRoot) return "here";
  return publishedFolder(desk)?.startsWith(`${path}/`) ? "from the root" : null;
}

const publishedFolder = (desk: Desk): string | null => {
  const publish = desk.text("context.production.publish") ?? desk.text("build.publish");
  return publish === null ? null : String(folderOf(publish).value);
};

function commandAndOutput(desk: Desk, fromRoot: boolean): void {
  const { kind, path } = desk.plan;
  for (const place of PLACES) {
    if (fromRoot) desk.tell(`${place}.command`, "approximated", "The plan builds this part of the workspace.");
    else desk.decide("build", `${place}.command`, command);
    const inside = (value: string) => ({
      value: posix.relative(fromRoot ? path : ".", String(folderOf(value).value)) || ".",
    });
    if (kind === "static") desk.decide("output", `${place}.publish`, inside);
    else desk.tell(`${place}.publish`, "ignored", "The program itself answers; no folder is served.");
  }
}

/** Netlify's netlify.toml. */
export const netlify: Importer = {
  platform: "Netlify",
  files: ["netlify.toml"],
  ofWholeSource: true,
  take(desk) {
    const about = isAbout(desk);
    if (about === null) {
      for (const { path } of desk.entries) desk.tell(path, "ignored", "This file is about another folder.");
      return;
    }
    commandAndOutput(desk, about === "from the root");
    desk.tell("build.base", "honoured", "This is the folder.");
    environment(desk);
    redirects(desk);
    headers(desk);
    desk.tell("functions", "ignored", "The project runs as one program, not as functions.");
    desk.tell("build.functions", "ignored", "The project runs as one program, not as functions.");
    desk.tell("edge_functions", "ignored", "The project runs as one program, not as functions.");
    desk.tell("plugins", "ignored", "Plugins of Netlify's builds are not run.");
    desk.tell("context", "ignored", "Previews are built like the project; give them variables of their own.");
    desk.tell("dev", "ignored", "Nothing is run for development here.");
    desk.tell("build.ignore", "ignored", "Every push is deployed.");
    desk.tell("build.processing", "ignored", "Files are served as the build wrote them, packed.");
  },
};
