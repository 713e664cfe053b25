import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import { COMPOSER, readComposer } from "../php/composer.ts";
import { laravelProcesses } from "../php/laravel-processes.ts";
import { frontController, phpBase, serve, toDraft } from "../php/php-base.ts";
import type { Fact, Finding } from "../plan.ts";
import { readHealth } from "../readings/ports.ts";

/** Which one it is a variable says when it runs, so drivers for the usual ones are there. */
const EXTENSIONS = ["pdo_mysql", "pdo_pgsql", "pcntl", "bcmath"];
const NAMES: Record<string, string> = {
  mysql: "mysql",
  mariadb: "mysql",
  pgsql: "postgresql",
  sqlite: "sqlite",
  sqlsrv: "sqlserver",
};

const NO_KEY = {
  title: "Laravel needs the variable APP_KEY, and answers every page with an error without it.",
  fix: "Run `php artisan key:generate --show` and set what it prints as the variable APP_KEY.",
};
const SQLITE = {
  title: "The database is SQLite, a file that every deployment begins anew.",
  fix: "Attach a database and set DB_CONNECTION, or keep the file on a volume and name it by DB_DATABASE.",
};
const UPLOADS = {
  title: "Files that visitors upload are kept in storage/app, and every deployment begins with a new disk.",
  fix: "Keep storage/app on a volume, or set FILESYSTEM_DISK to an object store such as s3.",
};

/** The database that the example of the variables names. */
function connection(folder: Folder): { databases: string[]; facts: Fact[]; findings: Finding[] } {
  const hit = folder.find([".env.example"], /^DB_CONNECTION=(\w{1,20})/m);
  const database = own(NAMES, hit?.match[1] ?? "");
  if (!hit || !database) return { databases: [], facts: [], findings: [] };
  const findings = database === "sqlite" ? [finding("warning", "ephemeral-sqlite", SQLITE, hit)] : [];
  return { databases: [database], facts: [fact("database", database, hit)], findings };
}

function uploads(folder: Folder): Finding[] {
  const hit = folder.find(
    folder.code.filter((file) => file.startsWith("app/")),
    /->store(?:As|Publicly|PubliclyAs)?\(|\bStorage::(?:put|putFile|disk\(['"](?:local|public)['"]\))/,
  );
  return hit ? [finding("warning", "ephemeral-uploads", UPLOADS, hit)] : [];
}

function detect(folder: Folder): Draft | null {
  const at = readComposer(folder)?.find("laravel/framework", "laravel/lumen-framework");
  if (!at || !folder.has("artisan")) return null;
  const base = phpBase(folder, { extensions: EXTENSIONS, framework: { name: "Laravel", at } });
  const { health, facts } = readHealth(folder);
  const { databases, facts: databaseFacts, findings } = connection(folder);
  const { processes, facts: processFacts } = laravelProcesses(folder);
  const hasMigrations = folder.files.some((file) => /^database\/migrations\/.+\.php$/.test(file));
  return toDraft(base, {
    framework: "Laravel",
    // What visitors upload is served from there; `artisan storage:link` would do the same.
    build: joined(base.build, frontController(folder, "public"), "ln -sfn ../storage/app/public public/storage"),
    // Settings are put together when the variables are there, which they are not in a build.
    start: `php artisan config:cache && ${serve("public")}`,
    health,
    processes,
    databases: [...new Set([...base.databases, ...databases])].sort(),
    hooks: hasMigrations ? { beforeSwitch: "php artisan migrate --force" } : {},
    facts: [...base.facts, ...databaseFacts, ...processFacts, ...facts],
    findings: [
      ...base.findings,
      finding("info", "laravel-key", NO_KEY, { file: COMPOSER, line: at.line }),
      ...findings,
      ...uploads(folder),
    ],
  });
}

export const laravelDetector: Detector = {
  name: "Laravel",
  looksFor: "artisan, and laravel/framework in composer.json",
  detect,
};
