import { isCaptain } from "../docker/captain-lines.ts";
import { tellDockerfile, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";

const RUNTIMES: Record<string, string> = { golang: "go", openjdk: "java" };

/** Of the lines of a Dockerfile the version of the runtime at least is taken. */
function baseImage(desk: Desk): void {
  const { name } = desk.plan.runtime;
  for (const entry of desk.below("dockerfileLines")) {
    const image = /^FROM\s{1,9}(?:[\w.-]{1,60}\/){0,2}(node|python|ruby|php|golang|openjdk):(\d[\w.-]{0,60})/i.exec(
      String(entry.value),
    );
    if (!image || (RUNTIMES[image[1] ?? ""] ?? image[1]) !== name) continue;
    const parts = name === "node" ? 1 : 2;
    const why = "The plan is AutoStack's, with this version of the runtime; a file named Dockerfile would be built.";
    desk.decide("runtimeVersion", entry.path, () => ({
      ...versionOf(image[2] ?? "", parts),
      verdict: "approximated",
      why,
    }));
    return;
  }
}

/** CapRover's captain-definition. */
export const captain: Importer = {
  platform: "CapRover",
  files: ["captain-definition"],
  take(desk) {
    desk.tell("schemaVersion", "ignored", "It is for CapRover alone.");
    tellDockerfile(desk, "dockerfilePath");
    if (isCaptain(desk.plan.dockerfile ?? ""))
      desk.tell("dockerfileLines", "honoured", "These lines are built as a Dockerfile.");
    baseImage(desk);
    desk.tell("dockerfileLines", "ignored", "Write these lines into a file named Dockerfile, which is then used.");
    desk.tell("templateId", "ignored", "The code itself tells how it is built.");
    desk.tell(
      "imageName",
      "ignored",
      "A project is built from its code; write a Dockerfile that begins with FROM this image.",
    );
  },
};
