import { posix } from "node:path";
import type { Detector, Draft } from "../detector.ts";
import type { MixProject } from "../elixir/mix.ts";
import { leftOut, MIX, readMix, SERVERS } from "../elixir/mix.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth } from "../readings/ports.ts";
import { runtimeFrom } from "../readings/versions.ts";

const NEWEST = "1.19";
type Migration = { line: string | null; facts: Fact[] };
const REPOSITORIES =
  /\bconfig\s{1,9}:([a-z]\w{0,80})\s{0,9},[^\]]{0,400}?\becto_repos:\s{0,9}\[\s{0,9}([A-Z][\w.]{0,100})\s{0,9}\]/;
const PREPARE = "mix local.hex --force && mix local.rebar --force";

/** `~> 1.15` allows everything below 2, so the newest; an exact version is taken as it is. */
function versionOf({ version }: MixProject): string {
  return /^(\d+\.\d+)(?:\.\d+)?(?:-otp-\d+)?$/.exec(version?.value ?? "")?.[1] ?? NEWEST;
}

/** Where the release's program lies, as it is called from the project's own folder. */
const program = ({ release }: MixProject, name = release.name) => `_build/prod/rel/${release.name}/bin/${name}`;

/** What the module of Phoenix' generator does, for a project that has not asked for it. */
function byRepository(folder: Folder, mix: MixProject): Migration {
  const places = mix.apps.map(({ path }) => posix.join(path, "priv/repo/migrations/"));
  const hasMigrations = places.some((place) =>
    folder.list.below(place.slice(0, -1)).some((file) => file.endsWith(".exs")),
  );
  const configs = ["config/config.exs", ...mix.apps.map(({ path }) => posix.join(path, "config/config.exs"))];
  const repository = folder.find(configs, REPOSITORIES);
  const name = repository?.match[2];
  if (!hasMigrations || !repository || !name) return { line: null, facts: [] };
  const app = mix.apps.find((each) => each.app === repository.match[1])?.app ?? mix.main.app;
  const run = `{:ok, _, _} = Ecto.Migrator.with_repo(${name}, &Ecto.Migrator.run(&1, :up, all: true))`;
  const code = `Application.ensure_all_started(:ssl); Application.load(:${app}); ${run}`;
  return {
    line: `${program(mix)} eval '${code}'`,
    facts: [fact("release", `migrations of ${name}`, repository)],
  };
}

/** Migrations as a release runs them: its own script, or the module that Phoenix' generator writes. */
function migration(folder: Folder, mix: MixProject): Migration {
  const script = posix.join(mix.release.path, "rel/overlays/bin/migrate");
  if (folder.has(script)) return { line: program(mix, "migrate"), facts: [fact("release", "migrate", script)] };
  for (const { path, app, module } of mix.apps) {
    const file = posix.join(path, `lib/${app}/release.ex`);
    if (module === "" || !/\bdef migrate\b/.test(folder.read(file) ?? "")) continue;
    return { line: `${program(mix)} eval '${module}.Release.migrate'`, facts: [fact("release", "migrate", file)] };
  }
  return byRepository(folder, mix);
}

function startLine(folder: Folder, mix: MixProject): string {
  const script = posix.join(mix.release.path, "rel/overlays/bin/server");
  return folder.has(script) ? program(mix, "server") : `PHX_SERVER=true ${program(mix)} start`;
}

const partsLeftOut = ({ release }: MixProject, parts: readonly string[]) => ({
  title: `The release of ${release.name} is made, which does not depend on ${parts.join(", ")}.`,
  fix: "Define a release under `releases:` in mix.exs that names all applications which are to run together.",
});

const inFolder = (path: string, line: string) => (path === "." ? line : `(cd ${path} && ${line})`);

/** The pages of each application first, then all code, then the release. */
function buildLine({ apps, main, release }: MixProject): string {
  const assets = apps
    .filter(({ aliases }) => aliases.has("assets.deploy"))
    .map(({ path }) => inFolder(path, "mix assets.deploy"));
  const isOwn = release.path === main.path && release.name === main.app;
  const made = isOwn ? "mix release --overwrite" : `mix release ${release.name} --overwrite`;
  return [...assets, "mix compile", inFolder(release.path, made)].join(" && ");
}

const manifestsOf = (folder: Folder, { apps }: MixProject): string[] => {
  const parts = apps.filter(({ path }) => path !== ".").map(({ path }) => posix.join(path, MIX));
  return [MIX, "mix.lock", "config/config.exs", "config/prod.exs", ...parts].filter((file) => folder.has(file));
};

function detect(folder: Folder): Draft | null {
  const mix = readMix(folder);
  if (!mix) return null;
  const { main, dependencies, release } = mix;
  const others = leftOut(mix);
  const phoenix = dependencies.find(({ name }) => name === "phoenix");
  const serves = dependencies.some(({ name }) => SERVERS.includes(name));
  const { runtime, facts } = runtimeFrom("elixir", versionOf(mix), mix.version);
  const { databases, facts: databaseFacts } = readDatabases(folder, dependencies);
  const { health, facts: healthFacts } = readHealth(folder);
  const { line, facts: releaseFacts } = migration(folder, mix);
  return {
    kind: serves ? "server" : "worker",
    language: "elixir",
    framework: phoenix ? "Phoenix" : null,
    packageManager: "mix",
    runtime,
    packages: { build: ["build-essential", "git"], run: ["libstdc++6", "openssl"] },
    prepare: PREPARE,
    install: "mix deps.get --only prod && mix deps.compile",
    manifests: manifestsOf(folder, mix),
    build: buildLine(mix),
    ship: [`_build/prod/rel/${release.name}`],
    start: startLine(folder, mix),
    ...(serves && { port: 4000, health }),
    databases,
    hooks: { beforeSwitch: line },
    facts: [
      ...[...facts, fact("application", main.app, posix.join(main.path, MIX))],
      ...(phoenix ? [fact("framework", "Phoenix", phoenix)] : []),
      ...[...releaseFacts, ...databaseFacts, ...healthFacts],
    ],
    findings:
      others.length > 0
        ? [finding("warning", "umbrella-parts", partsLeftOut(mix, others), { file: MIX, line: 1 })]
        : [],
  };
}

export const elixirDetector: Detector = { name: "Elixir and Phoenix", looksFor: "Elixir's mix.exs", detect };
