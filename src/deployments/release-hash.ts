import { canonical } from "../lib/canonical.ts";
import type { Artifact } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";

export type ReleaseContent = Pick<Release, "artifact" | "plan" | "variables" | "hostnames">;

/**
 * The content hash of a release. Commands are part of the plan. `digest` must be keyed: a value of few bits could otherwise be
 * guessed from the hash.
 */
export function releaseHash(content: ReleaseContent, digest: (value: string) => string): string {
  const variables = Object.entries(content.variables).map(([name, value]) => [name, digest(value)]);
  const text = canonical({
    artifact: artifactId(content.artifact),
    plan: content.plan,
    variables: Object.fromEntries(variables),
    hostnames: [...content.hostnames].sort(),
  });
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** What tells one artifact from another on this machine. */
export function artifactId(artifact: Artifact): string {
  return artifact.kind === "image" ? artifact.image : artifact.folder;
}
