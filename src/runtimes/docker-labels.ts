import type { Labels } from "./runtime.ts";

const PREFIX = "autostack.";

/** The labels of one Docker object. `extra` names what it is: its service and its name. */
export function dockerLabels(labels: Labels, extra: Record<string, string> = {}): Record<string, string> {
  const all = Object.entries({ ...labels, ...extra });
  return Object.fromEntries(all.map(([name, value]) => [PREFIX + name, value]));
}

export const ofInstallation = (installation: string) => ({ [`${PREFIX}installation`]: installation });

/** A container has its image's labels too: only this one tells what AutoStack started from what someone else did. */
export const isService = (labels: Record<string, string>) => `${PREFIX}service` in labels;

/** Reads back what `dockerLabels` wrote. */
export function readLabels(labels: Record<string, string>): Labels & { service: string; name: string } {
  const read = (name: string) => labels[PREFIX + name] ?? "";
  return {
    installation: read("installation"),
    team: read("team"),
    project: read("project"),
    environment: read("environment"),
    deployment: read("deployment"),
    service: read("service"),
    name: read("name"),
  };
}
