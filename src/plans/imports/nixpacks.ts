import { debianName } from "../readings/debian-name.ts";
import { asServer, command, commands } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { debianOf, runtimeOf } from "./nix-packages.ts";

/** Debian's packages among a list of them; Nix' own have other names. */
export function addPackages(desk: Desk, path: string, when: "build" | "run"): void {
  for (const entry of desk.below(path)) {
    const name = debianName(String(entry.value));
    if (name === null) continue;
    const { packages } = desk.plan;
    const list = [...new Set([...packages[when], name])].sort();
    desk.plan = { ...desk.plan, packages: { ...packages, [when]: list } };
    desk.tell(entry.path, "honoured", "Installed with Debian's packages.");
  }
}

/** Nix' packages by Debian's names, and the runtime among them by its version. */
export function addNixPackages(desk: Desk, path: string): void {
  for (const entry of desk.below(path)) {
    const written = String(entry.value);
    const runtime = runtimeOf(written);
    const name = debianOf(written);
    if (runtime && runtime.runtime === desk.plan.runtime.name && runtime.version !== "") {
      desk.decide("runtimeVersion", entry.path, () => ({ value: runtime.version }));
    } else if (name) {
      const { packages } = desk.plan;
      desk.plan = { ...desk.plan, packages: { ...packages, run: [...new Set([...packages.run, name])].sort() } };
      desk.tell(entry.path, "approximated", `Debian's package ${name} is installed.`);
    }
  }
  desk.tell(path, "ignored", "Name Debian's packages in its place; runtimes are known from the code.");
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
      addNixPackages(desk, `phases.${name}.nixPkgs`);
      desk.tell(`phases.${name}.nixLibs`, "ignored", "Name Debian's packages under aptPkgs.");
    }
    desk.tell("providers", "ignored", "The code itself tells its language.");
  },
};
