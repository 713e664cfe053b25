import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding, PlanProcess } from "../plan.ts";
import type { Gems } from "./gemfile.ts";
import { readGemfile } from "./gemfile.ts";

const CREDENTIALS = "config/credentials.yml.enc";

const MASTER_KEY = {
  title: "The credentials are encrypted, and Rails reads them with the variable RAILS_MASTER_KEY.",
  fix: "Set RAILS_MASTER_KEY to what stands in config/master.key on your machine.",
};
const SECRET_KEY = {
  title: "Rails signs its cookies with the variable SECRET_KEY_BASE and does not start without it.",
  fix: "Run `bin/rails secret` and set what it prints as the variable SECRET_KEY_BASE.",
};
const SQLITE = {
  title: "The database is SQLite, a file that every deployment begins anew.",
  fix: "Keep the folder storage/ on a volume at /app/storage, or use PostgreSQL.",
};
const UPLOADS = {
  title: "Active Storage keeps uploads in storage/, and every deployment begins with a new disk.",
  fix: "Keep storage/ on a volume at /app/storage, or set an object store in config/storage.yml.",
};

/** What works through queues, by its gem. */
const WORKERS: readonly (readonly [gem: string, command: string])[] = [
  ["sidekiq", "bundle exec sidekiq"],
  ["good_job", "bundle exec good_job start"],
  ["solid_queue", "bundle exec rails solid_queue:start"],
  ["delayed_job_active_record", "bundle exec rails jobs:work"],
  ["delayed_job", "bundle exec rails jobs:work"],
  ["resque", "QUEUE='*' bundle exec rails resque:work"],
  ["que", "bundle exec que"],
];

export function railsWorkers(gems: Gems): { processes: PlanProcess[]; facts: Fact[] } {
  for (const [name, command] of WORKERS) {
    const at = gems.find(name);
    if (at) return { processes: [{ name: "worker", command }], facts: [fact("process worker", command, at)] };
  }
  return { processes: [], facts: [] };
}

/** What Rails' own settings say of its files and its secrets. */
export function railsFindings(folder: Folder, databases: readonly string[]): Finding[] {
  const sqlite = databases.length === 1 && databases[0] === "sqlite" ? readGemfile(folder)?.find("sqlite3") : null;
  const uploads = folder.find(
    ["config/environments/production.rb"],
    /^[ \t]{0,20}config\.active_storage\.service = :local\b/m,
  );
  const key = folder.has(CREDENTIALS)
    ? finding("info", "rails-master-key", MASTER_KEY, { file: CREDENTIALS, line: 0 })
    : finding("info", "rails-secret-key", SECRET_KEY, { file: "config/application.rb", line: 0 });
  return [
    key,
    ...(sqlite ? [finding("warning", "ephemeral-sqlite", SQLITE, sqlite)] : []),
    ...(uploads ? [finding("warning", "ephemeral-uploads", UPLOADS, uploads)] : []),
  ];
}

/** The server that the gems bring, told to listen where it should. */
export function webServer(folder: Folder, gems: Gems, fallback: string): string {
  if (gems.has("falcon")) return "bundle exec falcon serve --bind http://0.0.0.0:$PORT";
  if (gems.has("unicorn")) return "bundle exec unicorn --port $PORT";
  if (gems.has("thin")) return "bundle exec thin start --address 0.0.0.0 --port $PORT";
  const settings = ["config/puma.rb"];
  // Asked twice to listen there, Puma would find the port taken.
  const listens = folder.find(settings, /^[ \t]{0,20}(?:port|bind)\b[^\n]{0,200}\bPORT\b/m);
  if (listens) return "bundle exec puma";
  return gems.has("puma") || gems.locked.has("puma") ? "bundle exec puma --bind tcp://0.0.0.0:$PORT" : fallback;
}
