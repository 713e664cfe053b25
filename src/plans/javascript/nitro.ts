import type { Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { FrameworkBase } from "./framework.ts";
import { serverOf, siteOf } from "./framework.ts";
import type { PackageJson } from "./package-json.ts";

/** What Nitro is told to build for, in any of a project's configurations. */
export type Preset = { name: string; at: Hit };

const PRESET = /\bpreset:\s*["'`]([\w-]{1,50})["'`]/;
const FOR_NODE = /^(?:node|node[-_](?:server|cluster|middleware)|nitro[-_]node)$/;
const FOR_FILES = /^(?:static|github[-_]pages|gitlab[-_]pages)$/;

export function readPreset(folder: Folder, configs: readonly string[]): Preset | null {
  const at = folder.find(configs, PRESET);
  return at?.match[1] ? { name: at.match[1], at } : null;
}

export const isStaticPreset = (preset: Preset | null): boolean => preset !== null && FOR_FILES.test(preset.name);

const otherPreset = (preset: string) => ({
  title: `The project is set to be built for another platform (\`${preset}\`).`,
  fix: "The plan builds it for Node with NITRO_PRESET. Take the preset out of the configuration to say so yourself.",
});

/** Nitro's server brings all that it needs; `folder` is where it is written to. */
export function nitroServer(
  folder: Folder,
  pkg: PackageJson,
  base: FrameworkBase,
  preset: Preset | null,
  out = ".output",
): Draft {
  const isOther = preset !== null && !FOR_NODE.test(preset.name);
  const said = preset ? [fact("preset", preset.name, preset.at)] : [];
  const findings = isOther ? [finding("warning", "other-platform", otherPreset(preset.name), preset.at)] : [];
  const known = {
    ...base,
    build: isOther ? `NITRO_PRESET=node-server ${base.build}` : base.build,
    facts: [...base.facts, ...said],
    findings: [...base.findings, ...findings],
  };
  return serverOf(folder, pkg, known, {
    start: `node ${out}/server/index.mjs`,
    port: 3000,
    ship: [out],
    bundled: true,
  });
}

export function nitroSite(base: FrameworkBase, at: { file: string; line: number }, out = ".output"): Draft {
  return siteOf({ ...base, facts: [...base.facts, fact("output", `${out}/public`, at)] }, `${out}/public`);
}
