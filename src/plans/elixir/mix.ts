import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Wish } from "../readings/versions.ts";
import { toolVersion } from "../readings/versions.ts";
import { lineAt } from "../text-search.ts";

export const MIX = "mix.exs";

/** What a scan reads from `mix.exs`. */
export type MixProject = {
  app: string;
  module: string;
  dependencies: Dependency[];
  aliases: ReadonlySet<string>;
  version: Wish | null;
};

export function readMix(folder: Folder): MixProject | null {
  const text = folder.read(MIX);
  const app = text && /\bapp:\s{0,9}:([a-z]\w{0,80})/.exec(text)?.[1];
  if (!text || !app) return null;
  const dependencies = [...text.matchAll(/\{\s{0,9}:([a-z]\w{0,80})\s{0,9},/g)];
  const aliases = [...text.matchAll(/["']?([a-z][\w.]{0,60})["']?:\s{0,9}\[/g)].map((match) => match[1] ?? "");
  return {
    app,
    module: /\bdefmodule\s{1,9}([A-Z]\w{0,80})\.MixProject/.exec(text)?.[1] ?? "",
    dependencies: dependencies.map((match) => ({
      name: match[1] ?? "",
      file: MIX,
      line: lineAt(text, match.index),
    })),
    aliases: new Set(aliases),
    version: toolVersion(folder, "elixir") ?? versionOf(text),
  };
}

function versionOf(text: string): Wish | null {
  const match = /\belixir:\s{0,9}"([^"\n]{1,40})"/.exec(text);
  return match?.[1] ? { value: match[1], file: MIX, line: lineAt(text, match.index) } : null;
}
