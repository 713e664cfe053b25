import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import type { AppObject } from "./app-object.ts";
import type { PythonProject } from "./project.ts";

export type Migration = { line: string | null; facts: Fact[] };
const NONE: Migration = { line: null, facts: [] };

const ENVIRONMENT = "migrations/env.py";

const BELOW = ["app", "src", "backend", "server", "api"];
const SCRIPTS = /^script_location[ \t]{0,9}=[ \t]{0,9}(?:%\(here\)s\/)?([\w./-]{1,200})/m;

/** Flask-Migrate keeps its own settings of Alembic beside the migrations, and runs by Flask's command. */
function ofFlask(folder: Folder, app: AppObject): Migration {
  if (!folder.has(ENVIRONMENT)) return NONE;
  const target = app.isFactory ? `'${app.target}()'` : app.target;
  const place = app.searchIn ? `PYTHONPATH=${app.searchIn} ` : "";
  return {
    line: `${place}flask --app ${target} db upgrade`,
    facts: [fact("release", "flask db upgrade", ENVIRONMENT)],
  };
}

/** Alembic's settings in the folder itself, or in one below it that holds the program. */
function ofAlembic(folder: Folder): Migration {
  const file = folder.firstOf("alembic.ini", ...BELOW.map((name) => `${name}/alembic.ini`));
  if (!file) return NONE;
  const place = posix.dirname(file);
  const scripts = folder.find([file], SCRIPTS)?.match[1] ?? "alembic";
  const versions = posix.join(place, scripts, "versions");
  if (!folder.files.some((each) => each.startsWith(`${versions}/`) && each.endsWith(".py"))) return NONE;
  const line = place === "." ? "alembic upgrade head" : `cd ${place} && alembic upgrade head`;
  return { line, facts: [fact("release", "alembic upgrade head", file)] };
}

/** What brings the database to the form that the code wants, before traffic is switched. */
export function migrationOf(folder: Folder, python: PythonProject, app: AppObject): Migration {
  if (python.has("flask-migrate")) return ofFlask(folder, app);
  return python.has("alembic", "advanced-alchemy") ? ofAlembic(folder) : NONE;
}
