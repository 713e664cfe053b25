import { posix } from "node:path";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import type { Dependency } from "../readings/databases.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth, readPort } from "../readings/ports.ts";
import { readAtRunTime, startedBeside } from "../readings/read-folders.ts";
import type { Binary } from "../rust/binaries.ts";
import { bestBinary, binariesOf, WORKERS } from "../rust/binaries.ts";
import type { CargoPackage } from "../rust/cargo.ts";
import { readCargo, rustVersion } from "../rust/cargo.ts";
import { readSqlx, rustPackages } from "../rust/system-packages.ts";

const FRAMEWORKS: Record<string, string> = {
  ...{ axum: "axum", "actix-web": "Actix Web", rocket: "Rocket", warp: "warp", poem: "Poem", salvo: "Salvo" },
  ...{ tide: "Tide", "loco-rs": "Loco", ntex: "ntex", hyper: "hyper", tonic: "tonic", tiny_http: "tiny_http" },
};
const DEFAULT_PORTS: Record<string, number> = { Rocket: 8000, Loco: 5150 };
const LISTENS = /\bTcpListener::bind\(|\bHttpServer::new\(|\baxum::serve\(|\bServer::bind\(/;

const NO_LOCKFILE = {
  title: "There is no Cargo.lock, so every build may get other versions of the dependencies.",
  fix: "Run `cargo generate-lockfile` and add Cargo.lock to the repository.",
};

type Named = { framework: string | null; facts: Fact[] };

function frameworkOf({ dependencies }: CargoPackage): Named {
  const name = Object.keys(FRAMEWORKS).find((one) => dependencies.some((dependency) => dependency.name === one));
  const found = dependencies.find((one) => one.name === name);
  const framework = (name && FRAMEWORKS[name]) || null;
  return { framework, facts: found && framework ? [fact("framework", framework, found)] : [] };
}

// Files that a checkout made older than the last build would count as unchanged, so all of them are made new; what
// was compiled of other people's packages stays.
const TOUCH = "find . -path ./target -prune -o -type f -exec touch {} +";

/** `target` is a cache and no part of the image, so what is wanted of it is copied out by the same line. */
function buildLine(cargo: CargoPackage, binaries: readonly Binary[], isOffline: boolean): string {
  const flags = [
    ...(cargo.hasLockfile ? ["--locked"] : []),
    ...(cargo.isMember ? [`--package ${cargo.name}`] : []),
    ...binaries.map(({ name }) => `--bin ${name}`),
  ];
  const cargoLine = `${isOffline ? "SQLX_OFFLINE=true " : ""}cargo build --release ${flags.join(" ")}`;
  const files = binaries.map(({ name }) => `target/release/${name}`).join(" ");
  return `${TOUCH} && ${cargoLine} && mkdir -p bin && cp ${files} bin/`;
}

const DRIVERS: Record<string, string> = { postgres: "sqlx-postgres", mysql: "sqlx-mysql", sqlite: "sqlx-sqlite" };

/** sqlx, SeaORM and Diesel speak to the databases that their features name. */
function drivers({ dependencies }: CargoPackage): Dependency[] {
  return dependencies
    .filter(({ name }) => ["sqlx", "sea-orm", "diesel", "diesel-async"].includes(name))
    .flatMap(({ features, file, line }) =>
      Object.entries(DRIVERS).flatMap(([database, name]) =>
        features.some((feature) => feature.includes(database)) ? [{ name, file, line }] : [],
      ),
    );
}

type Role = Pick<AppPlan, "kind" | "port" | "health" | "facts" | "findings">;

function roleOf(folder: Folder, { framework }: Named): Role {
  if (framework === null && !folder.find(folder.code, LISTENS)) {
    return { kind: "worker", port: null, health: null, facts: [], findings: [] };
  }
  const { health, facts: healthFacts } = readHealth(folder);
  if (framework === "Rocket") return { kind: "server", port: 8000, health, facts: healthFacts, findings: [] };
  const { port, facts, findings } = readPort(folder, DEFAULT_PORTS[framework ?? ""] ?? 8080);
  return { kind: "server", port, health, facts: [...facts, ...healthFacts], findings };
}

function startLine(line: string, { framework }: Named): string {
  if (framework === "Rocket")
    return line.replace(/[^ ]+$/, (program) => `ROCKET_ADDRESS=0.0.0.0 ROCKET_PORT=$PORT ${program}`);
  return framework === "Loco" ? `${line} start --binding 0.0.0.0 --port $PORT` : line;
}

function lockFindings({ hasLockfile, toml }: CargoPackage): Finding[] {
  return hasLockfile ? [] : [finding("warning", "no-lockfile", NO_LOCKFILE, toml.at("[package]"))];
}

function draftOf(folder: Folder, cargo: CargoPackage, binary: Binary, binaries: readonly Binary[]): Draft {
  const workers = binaries.filter((one) => one !== binary && WORKERS.test(one.name));
  const others = binaries.filter((one) => one !== binary && !workers.includes(one));
  const version = rustVersion(folder, cargo);
  const named = frameworkOf(cargo);
  const { databases, facts: databaseFacts } = readDatabases(folder, [...cargo.dependencies, ...drivers(cargo)]);
  const sqlx = readSqlx(folder, cargo);
  const role = roleOf(folder, named);
  const inContext = (path: string) => posix.join(posix.relative(cargo.context, folder.path), path);
  const files = readAtRunTime(folder, { source: /\.rs$|(?:^|\/)Cargo\.toml$/, embedded: [] });
  return {
    ...role,
    language: "rust",
    framework: named.framework,
    packageManager: "cargo",
    runtime: version.runtime,
    context: cargo.context,
    packages: rustPackages(cargo),
    build: buildLine(cargo, [binary, ...workers], sqlx.isOffline),
    caches: ["target"],
    ship: [...[binary, ...workers].map(({ name }) => `bin/${name}`), ...files.map(inContext)],
    start: startLine(startedBeside(folder, cargo.context, files, `bin/${binary.name}`), named),
    processes: workers.map(({ name }) => ({ name, command: `./bin/${name}` })),
    databases,
    facts: [
      ...[...version.facts, ...named.facts],
      fact("program", binary.name, binary.file),
      ...workers.map(({ name, file }) => fact(`process ${name}`, name, file)),
      ...others.map(({ name, file }) => fact("another program", name, file)),
      ...[...databaseFacts, ...sqlx.facts, ...role.facts],
    ],
    findings: [...lockFindings(cargo), ...sqlx.findings, ...role.findings],
  };
}

function detect(folder: Folder): Draft | null {
  const cargo = readCargo(folder);
  if (!cargo) return null;
  const binaries = binariesOf(folder, cargo).filter(({ file }) => folder.has(file));
  const binary = bestBinary(binaries, cargo);
  return binary && draftOf(folder, cargo, binary, binaries);
}

export const rustDetector: Detector = {
  name: "Rust",
  looksFor: "a Cargo.toml with a program: src/main.rs, src/bin or [[bin]]",
  detect,
};
