import { own } from "../../lib/own.ts";
import { command, folderOf, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addHeader, addRedirect, tellRule } from "./site-rules.ts";

const VERSIONS: Record<string, { runtime: string; parts: 1 | 2 }> = {
  NODE_VERSION: { runtime: "node", parts: 1 },
  BUN_VERSION: { runtime: "bun", parts: 1 },
  PYTHON_VERSION: { runtime: "python", parts: 2 },
};

function environment(desk: Desk): void {
  for (const name of desk.keys("build.environment")) {
    const entry = desk.at(`build.environment.${name}`);
    if (!entry) continue;
    const version = own(VERSIONS, name);
    if (version?.runtime === desk.plan.runtime.name) {
      desk.decide("runtimeVersion", entry.path, (value) => versionOf(value, version.parts));
    } else if (/_VERSION$/.test(name)) {
      desk.tell(entry.path, "ignored", "The plan says which version is used, and from where.");
    } else {
      desk.want(entry, name, { example: String(entry.value ?? "") });
    }
  }
}

function redirects(desk: Desk): void {
  for (let index = 0; index < desk.count("redirects"); index++) {
    const at = `redirects[${index}]`;
    const hasCondition = [...desk.below(`${at}.conditions`), ...desk.below(`${at}.query`)].length > 0;
    const status = Number(desk.text(`${at}.status`) ?? 301);
    const rule = { from: desk.text(`${at}.from`) ?? "", to: desk.text(`${at}.to`) ?? "", status };
    const isTaken = desk.plan.kind === "static" && !hasCondition && addRedirect(desk, rule);
    tellRule(desk, at, isTaken, "redirects");
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

/** Netlify's netlify.toml. */
export const netlify: Importer = {
  platform: "Netlify",
  files: ["netlify.toml"],
  take(desk) {
    desk.decide("build", "build.command", command);
    if (desk.plan.kind === "static") desk.decide("output", "build.publish", folderOf);
    else desk.tell("build.publish", "ignored", "The program itself answers; no folder is served.");
    desk.tell("build.base", "ignored", "Choose the project's folder when you add it, or in its settings.");
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
