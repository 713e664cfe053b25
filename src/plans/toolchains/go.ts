import { DEFAULT_NODE } from "../javascript/node-version.ts";
import type { ManagerSettings, Toolchain } from "../toolchain.ts";
import { nodeLines } from "./node-in-image.ts";

export const goToolchain: Toolchain = {
  // The same Debian as below: a program that is linked with a newer C library would not start on an older one.
  buildImage: (version) => `golang:${version}-bookworm`,
  runImage: () => "debian:12-slim",
  provide: (packages) => ({
    packages: packages.filter((name) => name !== "nodejs"),
    lines: packages.includes("nodejs") ? nodeLines(DEFAULT_NODE) : [],
  }),
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

export const GO_MANAGERS: Record<string, ManagerSettings> = {
  go: { downloads: ["/go/pkg/mod", "/root/.cache/go-build"], settings: [] },
};
