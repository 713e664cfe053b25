import type { Docker } from "../host/docker.ts";
import type { BaseImages } from "./runtime.ts";

const HUB = /^docker\.io\/(?:library\/)?/;
const RESOLVED = /^\[[^\]]*\] FROM (\S+?)@(sha256:[0-9a-f]{64})(?:\s|$)/;
const FROM = /^FROM (\S+)/gm;
const NO_IMAGE = "scratch";

/** A base image that BuildKit has looked up, as the step's name tells it: `[build 1/5] FROM docker.io/library/node:22@sha256:…`. */
export function baseInStep(step: string): BaseImages {
  const [, name, digest] = RESOLVED.exec(step) ?? [];
  return name && digest ? { [name.replace(HUB, "")]: digest } : {};
}

/** What the machine itself knows of base images that it had already, for which BuildKit names no digest. */
export async function localBases(docker: Docker, recipe: string, known: BaseImages): Promise<BaseImages> {
  const names = [...recipe.matchAll(FROM)].map(([, name = ""]) => name);
  const found: BaseImages = { ...known };
  for (const name of new Set(names)) {
    if (name === NO_IMAGE || name.includes("@") || found[name]) continue;
    const digest = (await docker.image(name))?.RepoDigests?.[0]?.split("@")[1];
    if (digest) found[name] = digest;
  }
  return found;
}

/** The recipe with the digest behind each base image's tag. */
export function pinned(recipe: string, bases: BaseImages): string {
  return recipe.replace(FROM, (line, name: string) => (bases[name] ? `${line}@${bases[name]}` : line));
}
