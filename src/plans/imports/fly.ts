import { wantVariables } from "./app-json.ts";
import { asServer, command, pathOf, tellDockerfile } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";

const BUILD_ELSEWHERE = "The plan is AutoStack's, or the project's own Dockerfile.";

function health(desk: Desk): void {
  const lists = ["http_service.checks", "services[0].http_checks", "http_service.http_checks"];
  for (const list of lists) desk.decide("health", `${list}[0].path`, pathOf);
  for (const name of desk.keys("checks")) {
    if (desk.text(`checks.${name}.type`) === "http") desk.decide("health", `checks.${name}.path`, pathOf);
  }
  for (const list of [...lists, "checks", "services[0].tcp_checks"]) {
    desk.tell(list, "approximated", "A start is probed until it answers, and while it is switched.");
  }
}

function processes(desk: Desk): void {
  for (const name of desk.keys("processes")) {
    const entry = desk.at(`processes.${name}`);
    if (!entry) continue;
    // Fly hands them to the image in place of its own command.
    if (name !== "app" && name !== "web") desk.process(entry, name, String(entry.value));
    else {
      asServer(desk);
      desk.decideBy("start", entry, command(String(entry.value)));
    }
  }
}

/** Fly's fly.toml. */
export const fly: Importer = {
  platform: "Fly",
  files: ["fly.toml"],
  take(desk) {
    desk.decide("port", "http_service.internal_port", (value) => ({ value: Number(value) }));
    desk.decide("port", "services[0].internal_port", (value) => ({ value: Number(value) }));
    desk.decide("beforeSwitch", "deploy.release_command", command);
    health(desk);
    processes(desk);
    for (const name of desk.keys("env")) {
      const entry = desk.at(`env.${name}`);
      if (entry && name === "PORT") desk.decide("port", entry.path, (value) => ({ value: Number(value) }));
      else if (entry) desk.want(entry, name, { example: String(entry.value ?? "") });
    }
    desk.tell("mounts", "ignored", "Files are not kept between releases: use a database, or storage for files.");
    desk.tell("http_service.auto_stop_machines", "ignored", "After which time it sleeps is an environment's setting.");
    desk.tell("http_service.auto_start_machines", "approximated", "The first request wakes what sleeps.");
    desk.tell("http_service.min_machines_running", "ignored", "How many replicas run is an environment's setting.");
    desk.tell("http_service.force_https", "approximated", "Traffic is led to https where there is a certificate.");
    desk.tell("vm", "ignored", "How much memory and processor it gets is a setting of the server.");
    desk.tell("primary_region", "ignored", "There is one place: this machine.");
    desk.tell("app", "ignored", "The project has its own name.");
    tellDockerfile(desk, "build.dockerfile");
    tellDockerfile(desk, "build.build-target", "target");
    if (desk.plan.dockerfile) wantVariables(desk, "build.args");
    desk.tell("build", "ignored", BUILD_ELSEWHERE);
    desk.tell("deploy.strategy", "ignored", "Old and new always run together for a moment.");
    desk.tell("statics", "ignored", "The program itself answers for its files.");
    desk.tell("kill_signal", "approximated", "A program that is ended gets SIGTERM first.");
    desk.tell("kill_timeout", "ignored", "Open connections are waited for.");
  },
};
