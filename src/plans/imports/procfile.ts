import { asServer, command } from "./commands.ts";
import type { Entries } from "./entries.ts";
import type { Importer } from "./importer.ts";

const MOST_LINES = 200;
const LINE = /^([\w-]{1,60}):[ \t]*(\S.*)$/;

function parse(text: string): Entries {
  const entries = text.split(/\r?\n/).flatMap((line, index) => {
    const [, path, value] = LINE.exec(line) ?? [];
    return path && value ? [{ path, value: value.trimEnd(), line: index + 1 }] : [];
  });
  return { entries: entries.slice(0, MOST_LINES), problem: null };
}

/** Heroku's: one process a line. `release` runs before traffic is switched, `web` is the program itself. */
export const procfile: Importer = {
  platform: "Procfile",
  files: ["Procfile"],
  parse,
  take(desk) {
    for (const entry of desk.entries) {
      const line = String(entry.value);
      if (desk.plan.dockerfile && entry.path === "web") {
        desk.tell(entry.path, "ignored", `${desk.plan.dockerfile} says how it is started.`);
      } else if (entry.path === "release") {
        desk.decideBy("beforeSwitch", entry, { ...command(line), why: "Runs before traffic is switched." });
      } else if (entry.path === "web") {
        asServer(desk);
        desk.decideBy("start", entry, command(line));
      } else {
        desk.process(entry, entry.path, line);
      }
    }
  },
};
