import { own } from "../lib/own.ts";
import type { ManagerSettings, Toolchain } from "./toolchain.ts";
import { DART_MANAGERS, dartToolchain } from "./toolchains/dart.ts";
import { DENO_MANAGERS, denoToolchain } from "./toolchains/deno.ts";
import { DOTNET_MANAGERS, dotnetToolchain } from "./toolchains/dotnet.ts";
import { ELIXIR_MANAGERS, elixirToolchain } from "./toolchains/elixir.ts";
import { GO_MANAGERS, goToolchain } from "./toolchains/go.ts";
import { JAVA_MANAGERS, javaToolchain } from "./toolchains/java.ts";
import { bunToolchain, JAVASCRIPT_MANAGERS, nodeToolchain } from "./toolchains/javascript.ts";
import { PHP_MANAGERS, phpToolchain } from "./toolchains/php.ts";
import { PYTHON_MANAGERS, pythonToolchain } from "./toolchains/python.ts";
import { RUBY_MANAGERS, rubyToolchain } from "./toolchains/ruby.ts";
import { RUST_MANAGERS, rustToolchain } from "./toolchains/rust.ts";
import { hugoToolchain, zolaToolchain } from "./toolchains/sites.ts";

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
  deno: denoToolchain,
  python: pythonToolchain,
  dotnet: dotnetToolchain,
  java: javaToolchain,
  php: phpToolchain,
  ruby: rubyToolchain,
  elixir: elixirToolchain,
  dart: dartToolchain,
  hugo: hugoToolchain,
  zola: zolaToolchain,
  go: goToolchain,
  rust: rustToolchain,
};

/** By the name of a plan's package manager. */
const MANAGERS: Record<string, ManagerSettings> = {
  ...JAVASCRIPT_MANAGERS,
  ...DENO_MANAGERS,
  ...PYTHON_MANAGERS,
  ...DOTNET_MANAGERS,
  ...JAVA_MANAGERS,
  ...PHP_MANAGERS,
  ...RUBY_MANAGERS,
  ...ELIXIR_MANAGERS,
  ...DART_MANAGERS,
  ...GO_MANAGERS,
  ...RUST_MANAGERS,
};

export const toolchainOf = (runtime: string): Toolchain => own(TOOLCHAINS, runtime) ?? PLAIN;

export const managerOf = (name: string | null): ManagerSettings =>
  own(MANAGERS, name ?? "") ?? { downloads: [], settings: [] };
