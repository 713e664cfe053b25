// Runs in the machine, by AutoStack's own binary: prints as JSON what stands there, seen from outside of AutoStack.
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { OutsideView, type Seen } from "../../support/outside-view.ts";

export type Inside = { integrity: string; stuck: Seen[]; unfinished: Seen[]; orphans: string[] };

if (import.meta.main) {
  const dataFolder = process.argv[2] ?? "";
  const databasePath = join(dataFolder, "autostack.db");
  const db = new Database(databasePath, { readonly: true });
  const { value } = db.query<{ value: string }, []>("select value from settings where name = 'installation'").get() ?? {
    value: "",
  };
  const view = new OutsideView({ dataFolder, databasePath, installation: value });
  const inside: Inside = {
    integrity: Object.values(db.query<Record<string, string>, []>("pragma integrity_check").get() ?? {}).join(),
    stuck: view.stuck(Date.now()),
    unfinished: view.unfinished(),
    orphans: await view.orphans(Date.now()),
  };
  console.log(JSON.stringify(inside));
  process.exit(0);
}
