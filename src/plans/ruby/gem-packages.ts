import type { SystemPackages } from "../plan.ts";
import type { Gems } from "./gemfile.ts";

// Every name is one of both Debian 12 and 13, or the only package of 13 that provides it: images move on by themselves.
/** What gems with parts in C are compiled with, and what they want beside them when they run. */
const BY_GEM: Record<string, SystemPackages> = {
  pg: { build: ["libpq-dev"], run: ["libpq5"] },
  mysql2: { build: ["default-libmysqlclient-dev"], run: ["libmariadb3"] },
  sqlite3: { build: ["libsqlite3-dev"], run: ["libsqlite3-0"] },
  "ruby-vips": { build: [], run: ["libvips"] },
  image_processing: { build: [], run: ["libvips"] },
  mini_magick: { build: [], run: ["imagemagick"] },
  rmagick: { build: ["libmagickwand-dev"], run: ["imagemagick"] },
  charlock_holmes: { build: ["libicu-dev"], run: [] },
  tiny_tds: { build: ["freetds-dev"], run: ["libsybdb5"] },
  rdkafka: { build: ["zlib1g-dev"], run: [] },
  curb: { build: ["libcurl4-openssl-dev"], run: ["libcurl4"] },
  grover: { build: [], run: ["chromium"] },
};

/** Gems that hand scripts and styles to JavaScript's tools. */
const NEEDS_NODE = [
  "execjs",
  "uglifier",
  "terser",
  "webpacker",
  "shakapacker",
  "jsbundling-rails",
  "cssbundling-rails",
  "vite_ruby",
  "vite_rails",
];

// The YAML library belongs to Ruby itself, and is compiled anew with every newer release of its gem.
const ALWAYS = ["build-essential", "git", "libyaml-dev", "pkg-config"];

export function gemPackages({ locked, dependencies }: Gems, hasAssets: boolean): SystemPackages {
  const names = [...new Set([...locked, ...dependencies.map(({ name }) => name)])];
  const found = names
    .flatMap((name) => (Object.hasOwn(BY_GEM, name) ? [BY_GEM[name]] : []))
    .filter((one) => one !== undefined);
  const needsNode = hasAssets || (names.some((name) => NEEDS_NODE.includes(name)) && !names.includes("mini_racer"));
  return {
    build: [...new Set([...ALWAYS, ...found.flatMap(({ build }) => build), ...(needsNode ? ["nodejs"] : [])])],
    run: [...new Set(found.flatMap(({ run }) => run))],
  };
}
