import type { ManagerSettings, Toolchain } from "../toolchain.ts";

// Its images are named after whole versions only.
const image = (version: string) => `denoland/deno:debian-${version}`;

export const denoToolchain: Toolchain = {
  buildImage: image,
  runImage: image,
  programFolders: ["node_modules/.bin"],
  fetcher: null,
  // What was fetched for the build lies beside the code, where the program's own user finds it.
  runSettings: ["DENO_DIR=/app/.deno", "DENO_NO_UPDATE_CHECK=1"],
};

export const DENO_MANAGERS: Record<string, ManagerSettings> = {
  deno: { downloads: [], settings: ["DENO_DIR=/app/.deno", "DENO_NO_UPDATE_CHECK=1"] },
};
