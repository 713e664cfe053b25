import type { Detector, Draft } from "../detector.ts";
import type { MixProject } from "../elixir/mix.ts";
import { MIX, readMix } from "../elixir/mix.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth } from "../readings/ports.ts";
import { runtimeFrom } from "../readings/versions.ts";

const NEWEST = "1.19";
const PREPARE = "mix local.hex --force && mix local.rebar --force";

/** `~> 1.15` allows everything below 2, so the newest; an exact version is taken as it is. */
function versionOf({ version }: MixProject): string {
  return /^(\d+\.\d+)(?:\.\d+)?(?:-otp-\d+)?$/.exec(version?.value ?? "")?.[1] ?? NEWEST;
}

/** What the module of Phoenix' generator does, for a project that has not asked for it. */
function byRepository(folder: Folder, app: string): { line: string | null; facts: Fact[] } {
  const migrations = folder.files.find((file) => /^priv\/repo\/migrations\/[^/]{1,200}\.exs$/.test(file));
  const repository = folder.find(["config/config.exs"], /\becto_repos:\s{0,9}\[\s{0,9}([A-Z][\w.]{0,100})\s{0,9}\]/);
  const name = repository?.match[1];
  if (!migrations || !repository || !name) return { line: null, facts: [] };
  const run = `{:ok, _, _} = Ecto.Migrator.with_repo(${name}, &Ecto.Migrator.run(&1, :up, all: true))`;
  const code = `Application.ensure_all_started(:ssl); Application.load(:${app}); ${run}`;
  return {
    line: `_build/prod/rel/${app}/bin/${app} eval '${code}'`,
    facts: [fact("release", `migrations of ${name}`, repository)],
  };
}

/** Migrations as a release runs them: its own script, or the module that Phoenix' generator writes. */
function migration(folder: Folder, { app, module }: MixProject): { line: string | null; facts: Fact[] } {
  const script = "rel/overlays/bin/migrate";
  if (folder.has(script))
    return { line: `_build/prod/rel/${app}/bin/migrate`, facts: [fact("release", "migrate", script)] };
  const file = `lib/${app}/release.ex`;
  if (module === "" || !/\bdef migrate\b/.test(folder.read(file) ?? "")) return byRepository(folder, app);
  const line = `_build/prod/rel/${app}/bin/${app} eval '${module}.Release.migrate'`;
  return { line, facts: [fact("release", "migrate", file)] };
}

function startLine(folder: Folder, { app }: MixProject): string {
  if (folder.has("rel/overlays/bin/server")) return `_build/prod/rel/${app}/bin/server`;
  return `PHX_SERVER=true _build/prod/rel/${app}/bin/${app} start`;
}

function detect(folder: Folder): Draft | null {
  const mix = readMix(folder);
  if (!mix) return null;
  const phoenix = mix.dependencies.find(({ name }) => name === "phoenix");
  const serves = phoenix ?? mix.dependencies.find(({ name }) => ["bandit", "plug_cowboy"].includes(name));
  const { runtime, facts } = runtimeFrom("elixir", versionOf(mix), mix.version);
  const { databases, facts: databaseFacts } = readDatabases(folder, mix.dependencies);
  const { health, facts: healthFacts } = readHealth(folder);
  const { line, facts: releaseFacts } = migration(folder, mix);
  const assets = mix.aliases.has("assets.deploy") ? "mix assets.deploy && " : "";
  return {
    kind: serves ? "server" : "worker",
    language: "elixir",
    framework: phoenix ? "Phoenix" : null,
    packageManager: "mix",
    runtime,
    packages: { build: ["build-essential", "git"], run: ["libstdc++6", "openssl"] },
    prepare: PREPARE,
    install: "mix deps.get --only prod && mix deps.compile",
    manifests: [MIX, "mix.lock", "config/config.exs", "config/prod.exs"].filter((file) => folder.has(file)),
    build: `${assets}mix compile && mix release --overwrite`,
    ship: [`_build/prod/rel/${mix.app}`],
    start: startLine(folder, mix),
    ...(serves && { port: 4000, health }),
    databases,
    hooks: { beforeSwitch: line },
    facts: [
      ...[...facts, fact("application", mix.app, MIX)],
      ...(phoenix ? [fact("framework", "Phoenix", phoenix)] : []),
      ...[...releaseFacts, ...databaseFacts, ...healthFacts],
    ],
  };
}

export const elixirDetector: Detector = { name: "Elixir and Phoenix", looksFor: "Elixir's mix.exs", detect };
