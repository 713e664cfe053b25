import { toLabel } from "../projects/slug.ts";

const LABEL_LENGTH = 63;
const HASH_LENGTH = 6;

export function productionHostname(slug: string, base: string): string {
  return `${slug}.${base}`;
}

/**
 * `blog` + `feat/new-header` → `blog-feat-new-header.<base>`. A branch that cannot be kept letter by letter gets a hash, because
 * `feat/a` and `feat-a` would otherwise have one name. `distinct` asks for the hash in any case: the plain name is taken.
 */
export function previewHostname(slug: string, branch: string, base: string, distinct = false): string {
  const label = `${slug}-${toLabel(branch)}`;
  const isExact = label === `${slug}-${branch}` && label.length <= LABEL_LENGTH;
  if (isExact && !distinct) return `${label}.${base}`;
  const kept = label.slice(0, LABEL_LENGTH - HASH_LENGTH - 1).replace(/-+$/, "");
  return `${kept}-${shortHash(`${slug}\0${branch}`)}.${base}`;
}

/** The address of one deployment, which never leads to another one. */
export function deploymentHostname(slug: string, shortId: string, base: string): string {
  return `${slug}-${shortId}.${base}`;
}

function shortHash(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
