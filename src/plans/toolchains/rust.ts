import type { ManagerSettings, Toolchain } from "../toolchain.ts";

export const rustToolchain: Toolchain = {
  // The same Debian as below: a program that is linked with a newer C library would not start on an older one.
  buildImage: (version) => `rust:${version}-slim-bookworm`,
  runImage: () => "debian:12-slim",
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

export const RUST_MANAGERS: Record<string, ManagerSettings> = {
  cargo: { downloads: ["/usr/local/cargo/registry", "/usr/local/cargo/git"], settings: [] },
};
