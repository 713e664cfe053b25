import type { LogRule } from "../rule.ts";

/** What SvelteKit refuses when it reads its settings and makes pages. */
export const SVELTEKIT_RULES: readonly LogRule[] = [
  {
    id: "sveltekit-config-invalid",
    when: ["build"],
    language: "node",
    signal:
      /Error loading svelte\.config\.js: (?<what>[^\n]{1,200})|^Error: (?<what>Unexpected option config\.[\w.]{1,80})/,
    certainty: 3,
    explains: ["node-uncaught"],
    title: "svelte.config.js is not valid: {what}",
    explanation: "The option is misspelt or was dropped in this version of SvelteKit.",
    fix: "Correct or remove that option in svelte.config.js; npx sv migrate helps after an update.",
    source: "captured",
    example: "Error loading svelte.config.js: Unexpected option config.kit.target",
  },
  {
    id: "sveltekit-export-invalid",
    when: ["build"],
    language: "node",
    signal: /Error: Invalid export '(?<name>[^'\n]{1,100})' in (?<file>\S{1,300})/,
    certainty: 3,
    explains: ["node-uncaught"],
    title: "{file} exports {name}, which SvelteKit does not allow there",
    explanation:
      "Route files may export only what SvelteKit knows (load, prerender, actions, …), or names that begin with _.",
    fix: "Move {name} into a file under src/lib and import it, or name it _{name}; actions belong in +page.server.js.",
    source: "captured",
    example: "Error: Invalid export 'title' in src/routes/+page.js",
  },
  {
    id: "sveltekit-not-prerendered",
    when: ["build"],
    language: "node",
    signal:
      /The following routes were marked as prerenderable, but were not prerendered(?:[^\n]{0,100}\n {1,4}- (?<page>\/[^\n]{0,200}))?/,
    certainty: 3,
    explains: ["node-uncaught"],
    title: "SvelteKit finds no address for the page {page|that is listed}, which it is to prerender",
    explanation:
      "It follows the links from the first page, and no link leads there; a page with [brackets] has no fixed address at all.",
    fix: "Export entries() with the addresses from its +page.server.js, link to it, or write export const prerender = 'auto' (or false, with adapter-node) there.",
    source: "captured",
    example: "The following routes were marked as prerenderable, but were not prerendered",
  },
  {
    id: "sveltekit-prerender-failed",
    when: ["build"],
    language: "node",
    signal: /^\[500\] GET (?<page>\/\S{0,300})\n(?<what>[A-Z]?\w{0,40}Error: [^\n]{1,200})/,
    together: /handleHttpError/,
    certainty: 3,
    explains: ["site-page-not-found", "node-uncaught"],
    title: "The page {page} throws an error while SvelteKit prerenders it: {what}",
    explanation:
      "Prerendered pages run in the build. With fetch failed the address does not answer: no server of the project runs then, neither on localhost nor under a service's name.",
    fix: "Correct its load function, give the build the variables it reads (a public address for the API), or make the page on request: export const prerender = false with @sveltejs/adapter-node.",
    source: "captured",
    example: "[500] GET /\nTypeError: fetch failed",
  },
];
