import { wantVariables } from "./app-json.ts";
import { asServer, command } from "./commands.ts";
import type { Importer } from "./importer.ts";

/** Heroku's heroku.yml, which is for projects with a Dockerfile. */
export const herokuYml: Importer = {
  platform: "Heroku",
  files: ["heroku.yml"],
  take(desk) {
    desk.decide("beforeSwitch", "release.command", command);
    desk.decide("beforeSwitch", "release.command[0]", command);
    for (const name of desk.keys("run")) {
      const entry = desk.at(`run.${name}`) ?? desk.at(`run.${name}.command[0]`) ?? desk.at(`run.${name}.command`);
      if (!entry) continue;
      if (name !== "web") desk.process(entry, name, String(entry.value));
      else {
        asServer(desk);
        desk.decideBy("start", entry, command(String(entry.value)));
      }
    }
    wantVariables(desk, "setup.config");
    wantVariables(desk, "build.config");
    desk.tell("setup.addons", "ignored", "There are no add-ons; put a database's address under Variables.");
    for (const entry of desk.below("build.docker")) {
      const isUsed = entry.value === desk.plan.dockerfile;
      const why = isUsed
        ? "This Dockerfile is used."
        : "One image is built, from the Dockerfile at the project's root.";
      desk.tell(entry.path, isUsed ? "honoured" : "ignored", why);
    }
  },
};
