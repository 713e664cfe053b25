import type { ManagerSettings, Toolchain } from "../toolchain.ts";

export const goToolchain: Toolchain = {
  // The same Debian as below: a program that is linked with a newer C library would not start on an older one.
  buildImage: (version) => `golang:${version}-bookworm`,
  runImage: () => "debian:12-slim",
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

export const GO_MANAGERS: Record<string, ManagerSettings> = {
  go: { downloads: ["/go/pkg/mod", "/root/.cache/go-build"], settings: [] },
};
