import { readdir } from "node:fs/promises";
import type { RunningAutoStack } from "../support/running-autostack.ts";

/** Rows that come and go with every request. */
const VOLATILE = new Set(["refresh_tokens", "sign_in_failures", "sessions"]);

/** All that a refused request could have changed: rows, files and what runs. */
export async function fingerprint({ app, config }: RunningAutoStack) {
  const tables = app.db
    .query<{ name: string }, []>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .filter(({ name }) => !VOLATILE.has(name));
  const rows = tables.map(({ name }) => [name, app.db.query(`select count(*) as count from "${name}"`).get()]);
  const files = await readdir(config.dataFolder, { recursive: true });
  return {
    rows: Object.fromEntries(rows),
    files: files.filter((path) => !path.startsWith("autostack.db")).sort(),
    services: (await app.world.runtime.list()).map(({ name }) => name).sort(),
  };
}
