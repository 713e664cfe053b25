import type { LogRule } from "../rule.ts";

/** What a build of pages says when the data, the server or the templates that it needs are not there. */
export const SITE_BUILDER_RULES: readonly LogRule[] = [
  {
    id: "next-build-fetch",
    when: ["build"],
    language: "node",
    signal:
      /Error occurred prerendering page "(?<page>[^"\n]{1,200})"[^\n]{0,200}\n[^\n]{0,20}TypeError: (?:fetch failed|Failed to parse URL)/,
    certainty: 3,
    explains: ["next-prerender-error", "localhost-refused", "connection-refused", "host-not-found"],
    title: "The page {page} fetches from an address that does not answer during the build",
    explanation:
      "Next.js makes the page while it builds. No server of the project runs then, neither on localhost nor under a service's name.",
    fix: 'Set the variable with the API\'s public address as a build variable; or let the page be made on request: export const dynamic = "force-dynamic", or fetch with cache: "no-store".',
    source: "captured",
    example:
      'Error occurred prerendering page "/". Read more: https://nextjs.org/docs/messages/prerender-error\nTypeError: fetch failed',
  },
  {
    id: "nuxt-prerender-failed",
    when: ["build"],
    language: "node",
    signal: /^(?:\[nitro\])? {1,4}├─ (?<page>\/[^\s(]{0,300}) \(\d{1,7}ms\)\n[^\n]{0,20}\[500\] /,
    together: /Exiting due to prerender errors/,
    certainty: 3,
    explains: ["site-page-not-found", "node-uncaught"],
    title: "The page {page} throws an error (500) while Nuxt generates it",
    explanation:
      "nuxt generate runs every page. Its code failed: data was undefined, an API did not answer, or a variable is missing in the build.",
    fix: "Run npx nuxt generate on your computer and correct what {page} throws; give the build the variables it reads. For pages made on request use nuxt build and node .output/server/index.mjs.",
    source: "captured",
    example: "[nitro]   ├─ / (596ms)\n  │ └── [500] Server Error",
  },
  {
    id: "drizzle-credentials",
    when: ["build", "runtime"],
    language: "node",
    signal: /Please provide required params for (?<driver>[\w -]{1,40}) driver:/,
    certainty: 3,
    title: "drizzle-kit has no address of the database: its url is undefined",
    explanation:
      "drizzle.config reads it from a variable (mostly DATABASE_URL) that is not set where the command runs.",
    fix: "Set DATABASE_URL in the project's variables, with the very name that drizzle.config reads. A build cannot reach the database: run drizzle-kit migrate as the release or start command.",
    source: "captured",
    example: "Error  Please provide required params for Postgres driver:",
  },
  {
    id: "eleventy-filter-missing",
    when: ["build"],
    language: "node",
    signal:
      /\[11ty\][^\n]{0,20}(?:Error: )?(?:filter not found: (?<name>[\w-]{1,80})|undefined filter: (?<name>[\w-]{1,80})|[Uu]nknown block tag: (?<name>[\w-]{1,80})|tag "(?<name>[\w-]{1,80})" not found)/,
    certainty: 3,
    title: "A template of Eleventy uses {name}, which nobody registered",
    explanation:
      "Filters and shortcodes that are not built in must be added in Eleventy's configuration, or come with a plugin.",
    fix: 'Add it in eleventy.config.js: eleventyConfig.addFilter("{name}", …) (addShortcode for a tag), or install and add its plugin; commit that file.',
    source: "captured",
    example: "[11ty]   Error: filter not found: readableDate (via Template render error)",
  },
  {
    id: "docusaurus-webpackbar",
    when: ["build"],
    language: "node",
    signal: /Invalid options object\. Progress Plugin has been initialized using an options object/,
    certainty: 3,
    explains: ["webpack-config-invalid", "node-uncaught"],
    title: "This webpack is too new for the progress bar (webpackbar) that the site's builder uses",
    explanation:
      "Newer versions of webpack 5 refuse options that webpackbar gives; the lockfile is missing or took the new version.",
    fix: 'Update Docusaurus (npm install @docusaurus/core@latest @docusaurus/preset-classic@latest), or pin webpack: "overrides": { "webpack": "5.95.0" } in package.json ("resolutions" with Yarn); then commit the lockfile.',
    source: "captured",
    example:
      "Invalid options object. Progress Plugin has been initialized using an options object that does not match the API schema.",
  },
];
