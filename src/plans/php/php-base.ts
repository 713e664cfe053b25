import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { assetsOf } from "../javascript/assets.ts";
import { joined } from "../javascript/project.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { COMPOSER, type Composer, LOCK, readComposer } from "./composer.ts";
import { extensionPackages } from "./extensions.ts";
import { frankenphpFindings } from "./frankenphp.ts";
import { readPhpVersion } from "./php-version.ts";

const NO_LOCK = {
  title: "There is no composer.lock, so every build may get other versions of the packages.",
  fix: "Run `composer install` on your machine and add composer.lock to the repository.",
};

/** What most programs want beside what they name; opcache keeps the compiled code. */
const ALWAYS = ["opcache"];

const INSTALL = "composer install --no-dev --no-interaction --no-progress --prefer-dist";

export type PhpBase = Pick<
  AppPlan,
  | "kind"
  | "language"
  | "runtime"
  | "packageManager"
  | "packages"
  | "install"
  | "manifests"
  | "prune"
  | "databases"
  | "port"
> & { build: string | null; facts: Fact[]; findings: Finding[]; composer: Composer | null };

type Wanted = { extensions?: readonly string[]; framework?: { name: string; at: { file: string; line: number } } };

function installOf(folder: Folder, composer: Composer | null): Pick<PhpBase, "install" | "manifests" | "build"> {
  if (!composer) return { install: null, manifests: [], build: null };
  const files = [COMPOSER, LOCK, "auth.json", "symfony.lock"].filter((file) => folder.has(file));
  // Its scripts and its map of classes read the program's own files, so these come after them.
  const install = `${INSTALL} --no-scripts --no-autoloader`;
  return {
    install,
    manifests: composer.hasPaths ? [] : files,
    build: "composer dump-autoload --no-dev --optimize --no-interaction",
  };
}

/** The part of a draft that every PHP stack has in common. */
export function phpBase(folder: Folder, { extensions = [], framework }: Wanted = {}): PhpBase {
  const composer = readComposer(folder);
  const { runtime, facts } = readPhpVersion(folder, composer);
  const { databases, facts: databaseFacts } = readDatabases(folder, composer?.dependencies ?? []);
  const built = assetsOf(folder);
  const { install, manifests, build } = installOf(folder, composer);
  const named = (composer?.dependencies ?? []).map(({ name }) => name).filter((name) => name.startsWith("ext-"));
  return {
    kind: "server",
    language: "php",
    runtime,
    packageManager: composer ? "composer" : null,
    packages: {
      build: [...(composer ? ["git", "unzip"] : []), ...built.packages],
      run: extensionPackages([...ALWAYS, ...extensions, ...named, ...(composer?.locked ?? [])]),
    },
    install,
    manifests,
    build: joined(build, built.build),
    prune: built.prune,
    port: 8080,
    databases,
    facts: [
      ...facts,
      ...(framework ? [fact("framework", framework.name, framework.at)] : []),
      ...built.facts,
      ...databaseFacts,
    ],
    findings: [
      ...(composer && !composer.hasLock
        ? [finding("warning", "no-lockfile", NO_LOCK, { file: COMPOSER, line: 0 })]
        : []),
      ...frankenphpFindings(folder),
    ],
    composer,
  };
}

/** Serves the files of a folder, as the image for PHP is set up. */
export const serve = (root: string): string => `DOCUMENT_ROOT=${root} apache2-foreground`;

/** Where nobody told Apache to hand every address to the one file, as frameworks want it. */
export const frontController = (folder: Folder, root: string): string | null =>
  folder.has(`${root}/.htaccess`) ? null : `echo 'FallbackResource /index.php' > ${root}/.htaccess`;

/** A draft without what only its making needed. */
export function toDraft({ composer: _, ...base }: PhpBase, more: Omit<Partial<Draft>, "kind">): Draft {
  return { ...base, ...more };
}
