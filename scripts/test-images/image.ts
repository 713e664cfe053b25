import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

/** One image that plans name, made from packages because no image registry can be reached. */
export type TestImage = {
  name: string;
  from: string;
  /** Everything that its content depends on beside the Dockerfile and the parent. */
  versions: readonly string[];
  dockerfile: readonly string[];
  /** Fills the folder that becomes the image's `/`. */
  fill: (root: string, cacheFolder: string) => Promise<void>;
};

/** Images of one name and many tags; `version` is what the pattern's first group found. */
export type Family = { pattern: RegExp; make: (name: string, version: string) => TestImage | null };

/** The imported Debian that all others stand on. */
export const BASE_IMAGE = "autostack-test-base:bookworm";
export const DEBIAN = "debian:12-slim";

export const nothing = async () => {};

export function installLine(...packages: string[]): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/*`;
}

export function userLines(name: string): string[] {
  return [
    `RUN groupadd --gid 1000 ${name} && useradd --uid 1000 --gid ${name} --shell /bin/bash --create-home ${name}`,
  ];
}

export async function linkPrograms(folder: string, programs: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, target] of Object.entries(programs)) await symlink(target, join(folder, name));
}
