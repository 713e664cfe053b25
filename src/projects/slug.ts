import { invalid } from "../lib/errors.ts";

/** Names that a project's hostname must not take from AutoStack itself or from what people expect there. */
const RESERVED = new Set([
  "www",
  "api",
  "admin",
  "app",
  "dashboard",
  "autostack",
  "mail",
  "static",
  "public",
  "localhost",
]);
const SLUG = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** A slug is one DNS label (RFC 1035) of at most 40 characters, so that `<slug>-<branch>` still fits into 63. */
export function checkSlug(slug: string): string {
  if (!SLUG.test(slug)) {
    throw invalid(
      "slug",
      `"${slug.slice(0, 60)}" cannot be a project's name in URLs.`,
      "Use 1 to 40 small letters, digits and dashes; begin and end with a letter or digit.",
    );
  }
  if (RESERVED.has(slug)) throw invalid("slug", `The name "${slug}" is reserved.`, "Choose another one.");
  return slug;
}

/** `"My Blog (new)"` → `my-blog-new`; `https://host/me/shop.git` → `shop`. */
export function suggestSlug(name: string): string {
  const last =
    name
      .replace(/[/\\]+$/, "")
      .split(/[/\\:]/)
      .pop() ?? "";
  const slug = last
    .replace(/\.(git|zip|tar\.gz|tgz|tar)$/i, "")
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  if (slug === "") return "project";
  return RESERVED.has(slug) ? `my-${slug}` : slug;
}
