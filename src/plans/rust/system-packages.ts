import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding, SystemPackages } from "../plan.ts";
import type { CargoPackage } from "./cargo.ts";

// What a crate that stands in the lockfile links with. The image with the compiler has gcc and no more.
const NEEDS: Record<string, SystemPackages> = {
  "openssl-sys": { build: ["libssl-dev", "pkg-config"], run: ["libssl3"] },
  "pq-sys": { build: ["libpq-dev"], run: ["libpq5"] },
  "mysqlclient-sys": { build: ["default-libmysqlclient-dev", "pkg-config"], run: ["libmariadb3"] },
  "rdkafka-sys": {
    build: ["cmake", "g++", "libsasl2-dev", "libssl-dev", "make", "pkg-config"],
    run: ["libsasl2-2", "libssl3"],
  },
  "prost-build": { build: ["protobuf-compiler"], run: [] },
  "clang-sys": { build: ["clang", "libclang-dev"], run: [] },
  "aws-lc-sys": { build: ["cmake", "g++", "make"], run: [] },
  "libvips-sys": { build: ["libvips-dev", "pkg-config"], run: ["libvips42"] },
  "libgit2-sys": { build: ["cmake", "pkg-config"], run: [] },
  "alsa-sys": { build: ["libasound2-dev", "pkg-config"], run: ["libasound2"] },
};
const SQLITE: SystemPackages = { build: ["libsqlite3-dev", "pkg-config"], run: ["libsqlite3-0"] };

/** SQLite comes along as source with sqlx and with the feature `bundled`; otherwise the machine's is linked. */
function linksSqlite({ dependencies, locked }: CargoPackage): boolean {
  if (!locked.has("libsqlite3-sys")) return false;
  const named = (...names: string[]) => dependencies.filter(({ name }) => names.includes(name));
  const bundles = named("rusqlite", "libsqlite3-sys").some(({ features }) =>
    features.some((one) => one.startsWith("bundled")),
  );
  const isSqlx = locked.has("sqlx-sqlite") || locked.has("sea-orm");
  return named("rusqlite", "diesel", "libsqlite3-sys").length > 0 && !bundles && !isSqlx;
}

/** openssl's feature `vendored` compiles it from source instead. */
function opensslIsVendored({ dependencies, locked }: CargoPackage): boolean {
  return (
    locked.has("openssl-src") && dependencies.some(({ features }) => features.some((one) => one.includes("vendored")))
  );
}

const unique = (names: string[]) => [...new Set(names)].sort();

export function rustPackages(cargo: CargoPackage): SystemPackages {
  const needs = Object.entries(NEEDS)
    .filter(([name]) => cargo.locked.has(name) && !(name === "openssl-sys" && opensslIsVendored(cargo)))
    .map(([, need]) => need);
  if (cargo.locked.has("openssl-src")) needs.push({ build: ["make", "perl"], run: [] });
  if (linksSqlite(cargo)) needs.push(SQLITE);
  return {
    build: unique(needs.flatMap(({ build }) => build)),
    run: unique(["ca-certificates", ...needs.flatMap(({ run }) => run)]),
  };
}

const CHECKED_QUERY = /\bsqlx::query(?:_as|_scalar|_file)?!\(|\bquery(?:_as|_scalar|_file)?!\(/;
const NOT_PREPARED = {
  title: "sqlx checks its queries against a database while it compiles, and no build has one.",
  fix: "Run `cargo sqlx prepare` (with --workspace in a workspace) and commit the .sqlx folder that it writes.",
};

export type Sqlx = { isOffline: boolean; facts: Fact[]; findings: Finding[] };

/** sqlx's checked queries need a database at build time, or what `cargo sqlx prepare` wrote down. */
export function readSqlx(folder: Folder, cargo: CargoPackage): Sqlx {
  const sqlx = cargo.dependencies.find(({ name }) => name === "sqlx");
  const query = sqlx ? folder.find(folder.code, CHECKED_QUERY) : null;
  if (!query) return { isOffline: false, facts: [], findings: [] };
  const place = cargo.isMember ? folder.root : folder;
  const prepared = [place, folder].some(
    ({ files }) => files.some((file) => file.startsWith(".sqlx/")) || files.includes("sqlx-data.json"),
  );
  if (prepared) return { isOffline: true, facts: [fact("sqlx", "offline", query)], findings: [] };
  return { isOffline: false, facts: [], findings: [finding("error", "sqlx-not-prepared", NOT_PREPARED, query)] };
}
