import { invalid } from "../lib/errors.ts";

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const LABEL_LENGTH = 63;
const SLUG_LENGTH = 40;
const HASH_LENGTH = 6;

/** Names below the base domain that are, or will be, AutoStack's own. */
const RESERVED = new Set(
  "admin api app assets auth autostack cdn dashboard docs ftp localhost login mail ns1 ns2 root smtp static status support traefik www".split(
    " ",
  ),
);

/** Returns the slug, or refuses it beside the field `slug`. */
export function checkSlug(text: string): string {
  if (RESERVED.has(text)) throw invalid("slug", `The name “${text}” is reserved.`, "Choose another name.");
  if (!SLUG.test(text)) {
    throw invalid(
      "slug",
      "A project's name is part of its address and cannot be this.",
      `Use 1 to ${SLUG_LENGTH} of a-z, 0-9 and dashes, with no dash at the start or the end. For example: ${suggestSlug(text)}`,
    );
  }
  return text;
}

/** A slug that `checkSlug` accepts, near to what a person wrote: `My Blög!` → `my-blog`. */
export function suggestSlug(name: string): string {
  const slug = toLabel(name).slice(0, SLUG_LENGTH).replace(/-$/, "");
  if (slug === "") return "project";
  return RESERVED.has(slug) ? `my-${slug}` : slug;
}

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

/** Lower-case letters, digits and single dashes; accents are taken off first. */
function toLabel(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function shortHash(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
