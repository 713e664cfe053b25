import { addons, wantVariables } from "./app-json.ts";
import { asServer, command, tellDockerfile } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";

const OTHER_IMAGE =
  "One image is built, that of web, and this process is of another one: make it a project of its own.";

/** The Dockerfile of the image that a process runs in: that of its own name, else web's. */
function imageOf(desk: Desk, name: string): string | null {
  const image = desk.text(`run.${name}.image`) ?? name;
  const fileOf = (each: string) => desk.text(`build.docker.${each}`) ?? desk.text(`build.docker.${each}.dockerfile`);
  return fileOf(image) ?? fileOf("web");
}

function processes(desk: Desk): void {
  for (const name of desk.keys("run")) {
    const entry = desk.at(`run.${name}`) ?? desk.at(`run.${name}.command[0]`) ?? desk.at(`run.${name}.command`);
    if (!entry) continue;
    if (imageOf(desk, name) !== imageOf(desk, "web")) desk.tell(`run.${name}`, "ignored", OTHER_IMAGE);
    else if (name !== "web") desk.process(entry, name, String(entry.value));
    else {
      asServer(desk);
      desk.decideBy("start", entry, command(String(entry.value)));
    }
  }
}

const inImageOfWeb = (desk: Desk) => (line: string) => {
  const isOther = imageOf(desk, desk.text("release.image") ?? "web") !== imageOf(desk, "web");
  return isOther
    ? { ...command(line), verdict: "approximated" as const, why: "Runs in the image of web." }
    : command(line);
};

/** Heroku's heroku.yml, which is for projects with a Dockerfile. */
export const herokuYml: Importer = {
  platform: "Heroku",
  files: ["heroku.yml"],
  take(desk) {
    for (const path of ["release.command", "release.command[0]"]) desk.decide("beforeSwitch", path, inImageOfWeb(desk));
    desk.tell("release.image", "ignored", "One image is built, that of web.");
    processes(desk);
    wantVariables(desk, "setup.config");
    wantVariables(desk, "build.config");
    addons(desk, "setup.addons");
    tellDockerfile(desk, "build.docker.web.target", "target");
    for (const { path, value } of desk.below("build.docker")) {
      const isOfWeb = /^build\.docker\.web(?:\.dockerfile)?$/.test(path) || value === desk.plan.dockerfile;
      if (isOfWeb) tellDockerfile(desk, path);
      else desk.tell(path, "ignored", "One image is built, that of web.");
    }
  },
};
