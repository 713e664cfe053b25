import { asServer, command, pathOf, tellDockerfile } from "./commands.ts";
import type { Importer } from "./importer.ts";

/** Railway's railway.json and railway.toml. */
export const railway: Importer = {
  platform: "Railway",
  files: ["railway.json", "railway.toml"],
  take(desk) {
    desk.decide("build", "build.buildCommand", command);
    if (desk.at("deploy.startCommand")) asServer(desk);
    desk.decide("start", "deploy.startCommand", command);
    desk.decide("beforeSwitch", "deploy.preDeployCommand", command);
    desk.decide("beforeSwitch", "deploy.preDeployCommand[0]", command);
    desk.decide("health", "deploy.healthcheckPath", pathOf);
    desk.tell("deploy.healthcheckTimeout", "ignored", "How long a start may take is one limit for all projects.");
    desk.tell("deploy.restartPolicyType", "approximated", "A program that ends is started again, later each time.");
    desk.tell(
      "deploy.restartPolicyMaxRetries",
      "approximated",
      "A program that ends is started again, later each time.",
    );
    desk.tell("deploy.numReplicas", "ignored", "How many replicas run is an environment's setting.");
    desk.tell("deploy.sleepApplication", "ignored", "After which time it sleeps is an environment's setting.");
    desk.tell(
      "deploy.cronSchedule",
      "ignored",
      "Start it from outside, or let a process of the project wait for its time.",
    );
    desk.tell("deploy.region", "ignored", "There is one place: this machine.");
    desk.tell("deploy.multiRegionConfig", "ignored", "There is one place: this machine.");
    desk.tell("build.builder", "ignored", "The plan is AutoStack's, or the project's own Dockerfile.");
    tellDockerfile(desk, "build.dockerfilePath");
    desk.tell("build.watchPatterns", "ignored", "Every push is deployed.");
    desk.tell("build.nixpacksPlan", "ignored", "Write nixpacks.toml, or the commands themselves.");
    desk.tell("environments", "ignored", "Previews have the settings of their project.");
    desk.tell("$schema", "ignored", "It is for editors.");
  },
};
