import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Wish } from "../readings/versions.ts";
import { toolVersion } from "../readings/versions.ts";
import { lineAt } from "../text-search.ts";
import { releasesIn } from "./releases.ts";

export const MIX = "mix.exs";
const MOST_PARTS = 40;
/** What answers requests, the one first that a person would name. */
export const SERVERS = ["phoenix", "bandit", "plug_cowboy"];

/** One application of a project; an umbrella has several. `path` is its folder. */
export type MixApp = {
  path: string;
  app: string;
  module: string;
  dependencies: Dependency[];
  aliases: ReadonlySet<string>;
};

/** What a scan reads from `mix.exs`, and of an umbrella from those of its applications. */
export type MixProject = {
  apps: MixApp[];
  /** The application that answers requests, else the one that stands first. */
  main: MixApp;
  /** The release that is made, and the folder where Mix makes it. */
  release: { name: string; path: string };
  dependencies: Dependency[];
  version: Wish | null;
};

function readApp(folder: Folder, path: string): MixApp | null {
  const file = posix.join(path, MIX);
  const text = folder.read(file);
  const app = text && /\bapp:\s{0,9}:([a-z]\w{0,80})/.exec(text)?.[1];
  if (!text || !app) return null;
  const dependencies = [...text.matchAll(/\{\s{0,9}:([a-z]\w{0,80})\s{0,9},/g)];
  const aliases = [...text.matchAll(/["']?([a-z][\w.]{0,60})["']?:\s{0,9}\[/g)].map((match) => match[1] ?? "");
  return {
    ...{ path, app },
    module: /\bdefmodule\s{1,9}([A-Z]\w{0,80})\.Mix(?:Project|file)\b/.exec(text)?.[1] ?? "",
    dependencies: dependencies.map((match) => ({ name: match[1] ?? "", file, line: lineAt(text, match.index) })),
    aliases: new Set(aliases),
  };
}

/** The applications below the folder that an umbrella names, or the one that stands here. */
function readApps(folder: Folder, text: string): MixApp[] {
  const parts = /\bapps_path:\s{0,9}"([\w-]{1,60})"/.exec(text)?.[1];
  const pattern = new RegExp(`^${parts}/[^/]{1,100}/mix\\.exs$`);
  const files = parts ? folder.list.below(parts).filter((file) => pattern.test(file)) : [MIX];
  return files.slice(0, MOST_PARTS).flatMap((file) => readApp(folder, posix.dirname(file)) ?? []);
}

function mainOf(apps: readonly MixApp[]): MixApp | undefined {
  const needing = (name: string) => apps.find((each) => needs(each, name));
  const isOnTop = ({ app }: MixApp) => !apps.some((each) => needs(each, app));
  return SERVERS.map(needing).find(Boolean) ?? apps.find(isOnTop) ?? apps[0];
}

const needs = ({ dependencies }: MixApp, name: string) => dependencies.some((each) => each.name === name);

/** The applications of an umbrella that are not in its release: nothing in it needs them. */
export function leftOut({ apps, main, release }: MixProject): string[] {
  if (release.path === ".") return [];
  const held = new Set([main]);
  for (const each of held) for (const other of apps) if (needs(each, other.app)) held.add(other);
  return apps.filter((each) => !held.has(each)).map(({ app }) => app);
}

/** An umbrella without releases of its own has the one of its main application, with all that this needs of it. */
function releaseOf(text: string, { app, path }: MixApp): MixProject["release"] {
  const named = releasesIn(text);
  const holds = named.find((release) => new RegExp(`\\b${app}\\b`).test(release.text)) ?? named[0];
  return holds ? { name: holds.name, path: "." } : { name: app, path };
}

export function readMix(folder: Folder): MixProject | null {
  const text = folder.read(MIX);
  const apps = text ? readApps(folder, text) : [];
  const main = mainOf(apps);
  if (!text || !main) return null;
  return {
    ...{ apps, main, release: releaseOf(text, main) },
    dependencies: apps.flatMap(({ dependencies }) => dependencies),
    version: toolVersion(folder, "elixir") ?? versionOf(folder, [MIX, posix.join(main.path, MIX)]),
  };
}

function versionOf(folder: Folder, files: readonly string[]): Wish | null {
  const hit = folder.find(files, /\belixir:\s{0,9}"([^"\n]{1,40})"/);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}
