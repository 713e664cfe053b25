import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { packageManagerOf } from "../javascript/package-manager.ts";
import { joined } from "../javascript/project.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { gemPackages } from "./gem-packages.ts";
import { GEMFILE, type Gems, LOCK, readGemfile } from "./gemfile.ts";
import { readRubyVersion } from "./ruby-version.ts";

const NO_LOCK = {
  title: "There is no Gemfile.lock, so every build may get other versions of the gems.",
  fix: "Run `bundle install` on your machine and add Gemfile.lock to the repository.",
};
const OTHER_PLATFORM = {
  title: "Gemfile.lock was written for another system and leaves Linux out; the build adds it.",
  fix: "Run `bundle lock --add-platform x86_64-linux aarch64-linux` and commit Gemfile.lock.",
};

export type RubyBase = Pick<
  AppPlan,
  "language" | "runtime" | "packageManager" | "packages" | "install" | "manifests" | "databases"
> & {
  /** Builds what the assets are made of. */
  assets: string | null;
  facts: Fact[];
  findings: Finding[];
};

const runsOnLinux = ({ platforms }: Gems) =>
  platforms.length === 0 || platforms.some((name) => name === "ruby" || name.includes("linux"));

function installLine(gems: Gems): string | null {
  const set = (name: string, value: string) => `bundle config set --local ${name} ${value}`;
  return joined(
    // Inside the project, so that the program finds them wherever it is taken.
    set("path", "vendor/bundle"),
    set("without", "development:test"),
    gems.hasLock && !runsOnLinux(gems) ? "bundle lock --add-platform x86_64-linux aarch64-linux" : null,
    gems.hasLock ? set("deployment", "true") : null,
    "bundle install",
  );
}

function lockFindings(gems: Gems): Finding[] {
  if (!gems.hasLock) return [finding("warning", "no-lockfile", NO_LOCK, { file: GEMFILE, line: 0 })];
  return runsOnLinux(gems) ? [] : [finding("warning", "lockfile-platform", OTHER_PLATFORM, { file: LOCK, line: 0 })];
}

function assetsOf(folder: Folder): string | null {
  const pkg = readPackage(folder);
  if (!pkg?.scripts.build) return null;
  const { prepare, install } = packageManagerOf(folder, pkg, "node");
  return joined(prepare, install);
}

/** The part of a draft that every Ruby stack has in common. */
export function rubyBase(folder: Folder): RubyBase {
  const gems = readGemfile(folder);
  const { runtime, facts } = readRubyVersion(folder, gems);
  const { databases, facts: databaseFacts } = readDatabases(folder, gems?.dependencies ?? []);
  const assets = gems ? assetsOf(folder) : null;
  const read = [GEMFILE, LOCK, ".ruby-version", ".tool-versions"].filter((file) => folder.has(file));
  return {
    language: "ruby",
    runtime,
    packageManager: gems ? "bundler" : null,
    packages: gems ? gemPackages(gems, assets !== null) : { build: [], run: [] },
    install: gems && installLine(gems),
    // A lockfile that the install changes must not be laid over by the project's own afterwards.
    manifests: gems && !gems.hasPaths && (runsOnLinux(gems) || !gems.hasLock) ? read : [],
    databases,
    assets,
    facts: [...facts, ...databaseFacts],
    findings: gems ? lockFindings(gems) : [],
  };
}

/** A draft without what only its making needed. */
export function toDraft({ assets: _, ...base }: RubyBase, more: Partial<Draft> & Pick<Draft, "kind">): Draft {
  return { ...base, ...more };
}
