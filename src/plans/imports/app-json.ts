import { own } from "../../lib/own.ts";
import type { Desk, Taken } from "./desk.ts";
import type { Importer } from "./importer.ts";

/** Variables as Heroku's and Render's files write them: a plain value, or a table with `value`, `required`, `generator`. */
export function wantVariables(desk: Desk, path: string): void {
  for (const name of desk.keys(path)) {
    const [plain] = desk.below(`${path}.${name}`);
    if (!plain) continue;
    const isTable = plain.path !== `${path}.${name}`;
    const example = isTable ? desk.text(`${path}.${name}.value`) : String(plain.value ?? "");
    const generated = desk.text(`${path}.${name}.generator`) === "secret";
    const required = desk.text(`${path}.${name}.required`) !== "false";
    desk.want(plain, name, {
      example: example ?? "",
      ...(generated && { secret: true }),
      ...(isTable && { required }),
    });
    desk.tell(`${path}.${name}`, "approximated", "Proposed under Variables, where you confirm it.");
  }
}

const DATABASES: Record<string, string> = {
  "heroku-postgresql": "postgresql",
  "heroku-redis": "redis",
  rediscloud: "redis",
  jawsdb: "mysql",
  "jawsdb-maria": "mysql",
  cleardb: "mysql",
  mongolab: "mongodb",
};

/** The databases among a project's add-ons. */
export function addons(desk: Desk, path: string): void {
  for (const entry of desk.below(path)) {
    const database = own(DATABASES, String(entry.value).split(":")[0] ?? "");
    if (!database) continue;
    addDatabase(desk, database);
    desk.tell(entry.path, "approximated", `The program wants ${database}; put its address under Variables.`);
  }
  desk.tell(path, "ignored", "There are no add-ons.");
}

const MIGRATES = /\b(?:migrate|migration|migrations)\b|\bdb:prepare\b|\b(?:upgrade head|db upgrade)\b/;
const BEGINS_ANEW = /\b(?:seed\w{0,9}|setup|reset|drop|schema:load|structure:load|fresh|refresh|loaddata|flush)\b/i;

/** What Heroku runs once, after the first deployment. Migrations may run again and again; what fills a database may not. */
function afterFirst(command: string): Taken {
  if (MIGRATES.test(command) && !BEGINS_ANEW.test(command)) {
    const why = "Runs before traffic is switched, at every deployment; there it runs once, at the first.";
    return { value: command, verdict: "approximated", why };
  }
  const why = "It runs once there, after the first deployment, and here nothing does: run it yourself when it is live.";
  return { value: null, verdict: "ignored", why };
}

/** Heroku's app.json. */
export const appJson: Importer = {
  platform: "Heroku",
  files: ["app.json"],
  take(desk) {
    wantVariables(desk, "env");
    desk.decide("beforeSwitch", "scripts.postdeploy", afterFirst);
    desk.tell("buildpacks", "ignored", "The code itself tells what is needed to build it.");
    desk.tell("formation", "ignored", "How many replicas run is an environment's setting.");
    desk.tell("stack", "ignored", "There is one kind of machine: this one.");
    addons(desk, "addons");
    for (const name of ["name", "description", "keywords", "website", "repository", "logo", "success_url"]) {
      desk.tell(name, "ignored", "It describes the project and changes nothing of it.");
    }
    desk.tell("environments", "ignored", "Previews have the settings of their project.");
  },
};

export function addDatabase(desk: Desk, database: string): void {
  if (desk.plan.databases.includes(database)) return;
  desk.plan = { ...desk.plan, databases: [...desk.plan.databases, database].sort() };
}
