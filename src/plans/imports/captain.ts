import { tellDockerfile } from "./commands.ts";
import type { Importer } from "./importer.ts";

/** CapRover's captain-definition. */
export const captain: Importer = {
  platform: "CapRover",
  files: ["captain-definition"],
  take(desk) {
    desk.tell("schemaVersion", "ignored", "It is for CapRover alone.");
    tellDockerfile(desk, "dockerfilePath");
    desk.tell("dockerfileLines", "ignored", "Write these lines into a file named Dockerfile, which is then used.");
    desk.tell("templateId", "ignored", "The code itself tells how it is built.");
    desk.tell(
      "imageName",
      "ignored",
      "A project is built from its code; write a Dockerfile that begins with FROM this image.",
    );
  },
};
