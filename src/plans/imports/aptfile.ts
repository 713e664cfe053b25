import type { Importer } from "./importer.ts";
import { addPackages } from "./nixpacks.ts";

const MOST_LINES = 200;

/** Heroku's Aptfile: a Debian package a line. */
export const aptfile: Importer = {
  platform: "Heroku",
  files: ["Aptfile"],
  parse(text) {
    const entries = text.split(/\r?\n/).flatMap((line, index) => {
      const value = line.replace(/#.*$/, "").trim();
      return value === "" ? [] : [{ path: `packages[${index}]`, value, line: index + 1 }];
    });
    return { entries: entries.slice(0, MOST_LINES), problem: null };
  },
  take(desk) {
    addPackages(desk, "packages", "run");
    desk.tell(
      "packages",
      "ignored",
      "This is no name of a package: repositories and files of packages are not fetched.",
    );
  },
};
