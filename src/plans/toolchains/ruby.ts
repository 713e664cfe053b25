import { DEFAULT_NODE } from "../javascript/node-version.ts";
import type { ManagerSettings, Toolchain } from "../toolchain.ts";
import { nodeLines } from "./node-in-image.ts";

const image = (version: string) => `ruby:${version}-slim`;

// The image keeps Bundler's settings outside of the project, where the program would not find them again.
const SETTINGS = "BUNDLE_APP_CONFIG=/app/.bundle";
const PRODUCTION = ["RAILS_ENV=production", "RACK_ENV=production"];

export const rubyToolchain: Toolchain = {
  buildImage: image,
  runImage: image,
  provide: (packages) => ({
    packages: packages.filter((name) => name !== "nodejs"),
    lines: packages.includes("nodejs") ? nodeLines(DEFAULT_NODE) : [],
  }),
  programFolders: [],
  fetcher: null,
  runSettings: [SETTINGS, ...PRODUCTION, "RAILS_LOG_TO_STDOUT=1", "RAILS_SERVE_STATIC_FILES=1"],
};

export const RUBY_MANAGERS: Record<string, ManagerSettings> = {
  bundler: {
    downloads: ["/root/.bundle/cache"],
    settings: [SETTINGS, ...PRODUCTION, "BUNDLE_GLOBAL_GEM_CACHE=1", "BUNDLE_USER_CACHE=/root/.bundle/cache"],
  },
};
