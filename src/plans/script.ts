import { posix } from "node:path";
import type { AppPlan } from "./plan.ts";
import { toolchainOf } from "./toolchains.ts";

export type Step = { name: "prepare" | "install" | "beforeBuild" | "build" | "afterBuild" | "prune"; command: string };

/** Where a build without a container keeps its own tools, inside the project's folder. */
export const TOOLS_FOLDER = ".autostack/tools";

/** Folders of a project whose programs its commands find first, relative to the plan's context. */
export function toolFolders({ runtime, path, context }: AppPlan): readonly string[] {
  const folders = toolchainOf(runtime.name).programFolders;
  const inside = posix.relative(context, path);
  // A part of a workspace has programs of its own beside those of the root.
  return inside === "" ? folders : [...folders.map((folder) => `${inside}/${folder}`), ...folders];
}

/** The whole of the install, with what is done when it fails for a reason that can be mended. */
export const installLine = ({ install, repair }: Pick<AppPlan, "install" | "repair">): string | null =>
  install && repair ? `${install} || { ${repair}; }` : install;

/** What the lines of a build are, in order, for an engine that runs them in the project's folder. */
export function stepsFor(plan: AppPlan): Step[] {
  const { prepare, build, prune, hooks } = plan;
  const install = installLine(plan);
  const steps = { prepare, install, beforeBuild: hooks.beforeBuild, build, afterBuild: hooks.afterBuild, prune };
  return Object.entries(steps).flatMap(([name, command]) => (command ? [{ name: name as Step["name"], command }] : []));
}

/** The environment that these steps need, and later the program, when they run in a folder: tools of its own come first. */
export function folderEnvironment(plan: AppPlan, folder: string, path: string): Record<string, string> {
  const tools = [...toolFolders(plan), `${TOOLS_FOLDER}/bin`].map((name) => `${folder}/${name}`);
  return { PATH: [...tools, path].join(":"), npm_config_prefix: `${folder}/${TOOLS_FOLDER}` };
}

/** The steps as one script to show and to keep. */
export function scriptFor(plan: AppPlan): string {
  const steps = stepsFor(plan).map(({ name, command }) => `# ${name}\n${command}\n`);
  const start = plan.start ? [`# start\n${plan.start}\n`] : [];
  return ["#!/bin/sh\nset -e\n", ...steps, ...start].join("\n");
}
