import { type Html, html } from "../src/lib/html.ts";

/** The icons in use. `scripts/build-assets.ts` makes `public/icons.svg` of them, from lucide. */
export const ICONS = [
  "activity",
  "arrow-left",
  "arrow-right",
  "arrow-up-right",
  "ban",
  "box",
  "check",
  "chevron-down",
  "circle",
  "circle-alert",
  "circle-check",
  "circle-dashed",
  "circle-x",
  "clock",
  "copy",
  "download",
  "eye-off",
  "file-archive",
  "git-branch",
  "git-commit-horizontal",
  "globe",
  "info",
  "key-round",
  "layers",
  "layout-grid",
  "loader-circle",
  "lock",
  "log-out",
  "monitor",
  "moon",
  "plus",
  "rocket",
  "rotate-ccw",
  "rotate-cw",
  "scroll-text",
  "search",
  "server",
  "settings",
  "shield-check",
  "skip-forward",
  "sun",
  "trash-2",
  "triangle-alert",
  "upload",
  "users",
  "x",
] as const;

export type IconName = (typeof ICONS)[number];

/** Decoration beside a word; a control without a word needs an `aria-label` of its own. */
export function icon(name: IconName): Html {
  return html`<svg class="icon icon-${name}" aria-hidden="true"><use href="/public/icons.svg#${name}"></use></svg>`;
}
