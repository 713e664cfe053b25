import type { ManagerSettings, Toolchain } from "../toolchain.ts";

/** What Dart compiles needs nothing but the C library. */
export const dartToolchain: Toolchain = {
  buildImage: (version) => `dart:${version}`,
  runImage: () => "debian:12-slim",
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

export const DART_MANAGERS: Record<string, ManagerSettings> = {
  pub: { downloads: ["/root/.pub-cache"], settings: [] },
};
