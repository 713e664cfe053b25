import { asServer, command, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addPackages } from "./nixpacks.ts";

/** `...` among a step's commands stands for those that would be there anyway. */
function step(desk: Desk, name: "install" | "build"): void {
  const path = `steps.${name}.commands`;
  const [entry] = desk.below(path);
  if (!entry) return;
  const lines = desk.below(path).map(({ value }) => (value === "..." ? (desk.plan[name] ?? "") : String(value ?? "")));
  desk.decideBy(name, entry, command(lines.filter((line) => line.trim() !== "").join(" && ")));
  desk.tell(path, "honoured", "A step of the build.");
}

/** Railpack's railpack.json. */
export const railpack: Importer = {
  platform: "Railpack",
  files: ["railpack.json"],
  take(desk) {
    step(desk, "install");
    step(desk, "build");
    if (desk.at("deploy.startCommand")) asServer(desk);
    desk.decide("start", "deploy.startCommand", command);
    desk.decide("runtimeVersion", `packages.${desk.plan.runtime.name}`, (value) =>
      versionOf(value, desk.plan.runtime.name === "python" ? 2 : 1),
    );
    addPackages(desk, "buildAptPackages", "build");
    addPackages(desk, "deploy.aptPackages", "run");
    for (const name of desk.keys("deploy.variables")) {
      const entry = desk.at(`deploy.variables.${name}`);
      if (entry) desk.want(entry, name, { example: String(entry.value ?? "") });
    }
    desk.tell("provider", "ignored", "The code itself tells its language.");
    desk.tell("caches", "ignored", "The plan knows what can be kept between builds.");
    desk.tell("$schema", "ignored", "It is for editors.");
  },
};
