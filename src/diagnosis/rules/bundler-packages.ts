import type { LogRule } from "../rule.ts";

/** Packages that a bundler finds and cannot use. */
export const BUNDLER_PACKAGE_RULES: readonly LogRule[] = [
  {
    id: "package-path-not-exported",
    when: ["build"],
    language: "node",
    signal:
      /Missing "(?<path>[^"\n]{1,200})" (?:specifier|export) in "(?<package>[^"\n]{1,200})" package|(?:Package path|Package subpath) '?(?<path>\.[^\s']{0,200})'? is not exported (?:from package|under the condition|by package|in package)/,
    certainty: 3,
    explains: ["module-not-found-file", "module-not-found-package"],
    title: "{package|A package} does not offer the file {path} that the code imports",
    explanation:
      "Its package.json lists under exports what can be imported. Another version of it had that file, or has it under another name.",
    fix: "Import a path that the installed version's documentation names (npm view {package|<package>} exports), or pin the version that the code was written for and commit the lockfile.",
    source: "captured",
    example: 'Missing "./swiper.min.css" specifier in "swiper" package',
  },
  {
    id: "package-entry-missing",
    when: ["build"],
    language: "node",
    signal:
      /Failed to resolve entry for package "(?<package>[^"\n]{1,200})"|Cannot find package '[^'\n]{0,300}node_modules\/(?<package>(?:@[\w.-]{1,100}\/)?[\w.-]{1,100})\/(?:dist|build|lib)\/[^'\n]{1,200}'/,
    certainty: 3,
    explains: ["module-not-found-file", "module-not-found-package", "node-package-missing"],
    title: "The package {package} has no built files",
    explanation:
      "Its package.json names an entry (main, module or exports) that is not there. A package of one's own workspace must be built first.",
    fix: "Build it before the app: in a monorepo turbo run build or npm run build --workspace {package}, as a part of the build command. If it is somebody else's, install another version.",
    source: "captured",
    example: 'Failed to resolve entry for package "@acme/ui".',
  },
  {
    id: "pwa-file-too-large",
    when: ["build"],
    language: "node",
    signal: /Assets exceeding the limit:/,
    together: /error during build|[Bb]uild failed/,
    certainty: 3,
    title: "A file of the site is too large for the service worker's cache",
    explanation: "vite-plugin-pwa puts files of up to 2 MiB into it, and stops the build at a larger one.",
    fix: "Set workbox: { maximumFileSizeToCacheInBytes: 5 * 1024 * 1024 } in VitePWA() of vite.config, leave the file out with globIgnores, or split the bundle with dynamic import().",
    source: "captured",
    example:
      'error during build:\nError: \n  Configure "workbox.maximumFileSizeToCacheInBytes" to change the limit: the default value is 2 MiB.\n  Check https://vite-pwa-org.netlify.app/guide/faq.html#missing-assets-from-sw-precache-manifest for more information.\n  Assets exceeding the limit:\n  - big.js is 3 MB, and won\'t be precached.',
  },
];
