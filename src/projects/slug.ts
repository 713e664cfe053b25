import { invalid } from "../lib/errors.ts";

const MOST_LETTERS = 40;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Names below the base domain that are, or will be, AutoStack's own. */
const RESERVED = new Set(
  "admin api app assets auth autostack cdn dashboard docs ftp localhost login mail ns1 ns2 root smtp static status support traefik www".split(
    " ",
  ),
);

/** Returns the slug, or refuses it beside the field `slug`. Its length leaves room for `<slug>-<branch>` in a DNS label of 63 (RFC 1035). */
export function checkSlug(text: string): string {
  if (RESERVED.has(text)) throw invalid("slug", `The name “${text}” is reserved.`, "Choose another name.");
  if (!SLUG.test(text)) {
    throw invalid(
      "slug",
      "A project's name is part of its address and cannot be this.",
      `Use 1 to ${MOST_LETTERS} of a-z, 0-9 and dashes, with no dash at the start or the end. For example: ${suggestSlug(text)}`,
    );
  }
  return text;
}

/** A slug that `checkSlug` accepts, near to what a person wrote: `My Blög!` → `my-blog`, `https://host/me/shop.git` → `shop`. */
export function suggestSlug(name: string): string {
  const last =
    name
      .replace(/[/\\]+$/, "")
      .split(/[/\\:]/)
      .pop() ?? "";
  const slug = toLabel(last.replace(/\.(git|zip|tar|tar\.gz|tgz)$/i, ""))
    .slice(0, MOST_LETTERS)
    .replace(/-$/, "");
  if (slug === "") return "project";
  return RESERVED.has(slug) ? `my-${slug}` : slug;
}

/** Lower-case letters, digits and single dashes; accents are taken off first. */
export function toLabel(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
