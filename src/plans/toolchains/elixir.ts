import type { ManagerSettings, Toolchain } from "../toolchain.ts";

/** A release brings Erlang along; it was built on the same Debian. */
export const elixirToolchain: Toolchain = {
  buildImage: (version) => `elixir:${version}-slim`,
  runImage: (version) => `elixir:${version}-slim`,
  programFolders: [],
  fetcher: null,
  runSettings: ["LANG=C.UTF-8", "MIX_ENV=prod"],
};

export const ELIXIR_MANAGERS: Record<string, ManagerSettings> = {
  mix: { downloads: ["/root/.hex", "/root/.cache/rebar3"], settings: ["MIX_ENV=prod", "LANG=C.UTF-8"] },
};
