import { posix } from "node:path";
import { compose } from "./generators/compose.ts";
import { dockerfileFile, dockerignoreFile } from "./generators/dockerfile-file.ts";
import { envExampleFile } from "./generators/env-example-file.ts";
import type { Ejected, EjectedFile, Generator } from "./generators/generator.ts";
import { githubActions } from "./generators/github-actions.ts";
import { nginx } from "./generators/nginx.ts";
import { pm2 } from "./generators/pm2.ts";
import { replit } from "./generators/replit.ts";
import { replitNix } from "./generators/replit-nix.ts";
import { systemd } from "./generators/systemd.ts";

/** What the files are for, in the order in which they are shown. */
const GROUPS: readonly { group: string; generators: readonly Generator[] }[] = [
  { group: "Variables", generators: [envExampleFile] },
  { group: "With Docker", generators: [dockerfileFile, dockerignoreFile, compose] },
  { group: "On a machine of your own", generators: [nginx, systemd, pm2] },
  { group: "From elsewhere", generators: [githubActions, replit, replitNix] },
];

/** `path` is relative to the source's root. `id` is what a file is asked for by: its path's last part, which no other has. */
export type ShownFile = EjectedFile & { id: string; title: string; about: string; group: string };

/** Everything that a project can be run with elsewhere. */
export type Ejection = { files: ShownFile[]; leftOut: { title: string; why: string }[] };

export function eject(of: Ejected): Ejection {
  const ejection: Ejection = { files: [], leftOut: [] };
  for (const { group, generators } of GROUPS) {
    for (const { title, about, generate } of generators) {
      const made = generate(of);
      if ("why" in made) ejection.leftOut.push({ title, why: made.why });
      else ejection.files.push(...made.files.map((file) => ({ ...placed(of, file), title, about, group })));
    }
  }
  return ejection;
}

const placed = (of: Ejected, { path, text }: EjectedFile) => ({ id: idOf(path), path: placeOf(of, path), text });

/** GitHub reads workflows at the top of a repository only; all else belongs where the plan's commands run. */
const placeOf = ({ plan }: Ejected, path: string) =>
  path.startsWith(".github/") ? path : posix.join(plan.context, path);

const idOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
