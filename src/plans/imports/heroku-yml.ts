import { wantVariables } from "./app-json.ts";
import { asServer, command, tellDockerfile } from "./commands.ts";
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
    tellDockerfile(desk, "build.docker.web.target", "target");
    for (const { path, value } of desk.below("build.docker")) {
      const isOfWeb = /^build\.docker\.web(?:\.dockerfile)?$/.test(path) || value === desk.plan.dockerfile;
      if (isOfWeb) tellDockerfile(desk, path);
      else desk.tell(path, "ignored", "One image is built, that of web.");
    }
  },
};
