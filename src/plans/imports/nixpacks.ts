import { asServer, command, commands } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";

/** Debian's packages among a list of them; Nix' own have other names. */
export function addPackages(desk: Desk, path: string, when: "build" | "run"): void {
  for (const entry of desk.below(path)) {
    const name = String(entry.value);
    if (!/^[a-z0-9][a-z0-9+.-]{0,100}$/.test(name)) continue;
    const { packages } = desk.plan;
    const list = [...new Set([...packages[when], name])].sort();
    desk.plan = { ...desk.plan, packages: { ...packages, [when]: list } };
    desk.tell(entry.path, "honoured", "Installed with Debian's packages.");
  }
}

function phase(desk: Desk, name: string, field: "install" | "build"): void {
  const path = `phases.${name}.cmds`;
  const [entry] = desk.below(path);
  if (entry) desk.decideBy(field, entry, command(commands(desk, path)));
  desk.tell(path, "honoured", "A step of the build.");
}

/** Nixpacks' nixpacks.toml. */
export const nixpacks: Importer = {
  platform: "Nixpacks",
  files: ["nixpacks.toml"],
  take(desk) {
    phase(desk, "install", "install");
    phase(desk, "build", "build");
    for (const name of desk.keys("phases")) addPackages(desk, `phases.${name}.aptPkgs`, "run");
    if (desk.at("start.cmd")) asServer(desk);
    desk.decide("start", "start.cmd", command);
    for (const name of desk.keys("variables")) {
      const entry = desk.at(`variables.${name}`);
      if (entry) desk.want(entry, name, { example: String(entry.value ?? "") });
    }
    for (const name of desk.keys("phases")) {
      desk.tell(
        `phases.${name}.nixPkgs`,
        "ignored",
        "Name Debian's packages under aptPkgs; runtimes are known from the code.",
      );
      desk.tell(`phases.${name}.nixLibs`, "ignored", "Name Debian's packages under aptPkgs.");
    }
    desk.tell("providers", "ignored", "The code itself tells its language.");
  },
};
