import type { ManagerSettings, Toolchain } from "./toolchain.ts";
import { GO_MANAGERS, goToolchain } from "./toolchains/go.ts";
import { bunToolchain, JAVASCRIPT_MANAGERS, nodeToolchain } from "./toolchains/javascript.ts";
import { PYTHON_MANAGERS, pythonToolchain } from "./toolchains/python.ts";
import { RUST_MANAGERS, rustToolchain } from "./toolchains/rust.ts";

const DEFAULT_IMAGE = "debian:12-slim";

/** Programs and files that need no runtime of their own. */
const PLAIN: Toolchain = {
  buildImage: () => DEFAULT_IMAGE,
  runImage: () => DEFAULT_IMAGE,
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

/** By the name of a plan's runtime. */
const TOOLCHAINS: Record<string, Toolchain> = {
  node: nodeToolchain,
  bun: bunToolchain,
  python: pythonToolchain,
  go: goToolchain,
  rust: rustToolchain,
};

/** By the name of a plan's package manager. */
const MANAGERS: Record<string, ManagerSettings> = {
  ...JAVASCRIPT_MANAGERS,
  ...PYTHON_MANAGERS,
  ...GO_MANAGERS,
  ...RUST_MANAGERS,
};

export const toolchainOf = (runtime: string): Toolchain => TOOLCHAINS[runtime] ?? PLAIN;

export const managerOf = (name: string | null): ManagerSettings =>
  MANAGERS[name ?? ""] ?? { downloads: [], settings: [] };
