import type { ManagerSettings, Toolchain } from "../toolchain.ts";

const nodeImage = (version: string) => `node:${version}-slim`;
const bunImage = (version: string) => `oven/bun:${version}-slim`;

export const nodeToolchain: Toolchain = {
  buildImage: nodeImage,
  runImage: nodeImage,
  programFolders: ["node_modules/.bin"],
  fetcher: "npm",
  runSettings: ["NODE_ENV=production"],
};

export const bunToolchain: Toolchain = { ...nodeToolchain, buildImage: bunImage, runImage: bunImage, fetcher: "bun" };

export const JAVASCRIPT_MANAGERS: Record<string, ManagerSettings> = {
  npm: { downloads: ["/root/.npm"], settings: [] },
  pnpm: {
    downloads: ["/root/.local/share/pnpm/store"],
    settings: ["npm_config_store_dir=/root/.local/share/pnpm/store"],
  },
  yarn: {
    downloads: ["/usr/local/share/.cache/yarn"],
    settings: ["YARN_CACHE_FOLDER=/usr/local/share/.cache/yarn"],
  },
  bun: { downloads: ["/root/.bun/install/cache"], settings: [] },
};
