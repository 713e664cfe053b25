import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readDocs } from "../python/docs.ts";

const THEMES: Record<string, string> = { material: "mkdocs-material" };
/** Plugins that are called otherwise than `mkdocs-<name>`, and those that MkDocs or its theme brings. */
const PLUGINS: Record<string, string | null> = {
  ...{ search: null, tags: null, blog: null, offline: null, meta: null, privacy: null, social: null, group: null },
  ...{
    mkdocstrings: "mkdocstrings[python]",
    awesome: "mkdocs-awesome-nav",
    "awesome-pages": "mkdocs-awesome-pages-plugin",
  },
  ...{ minify: "mkdocs-minify-plugin", macros: "mkdocs-macros-plugin", redirects: "mkdocs-redirects" },
  ...{ "git-revision-date-localized": "mkdocs-git-revision-date-localized-plugin" },
};

const THEME = /^theme:[ \t]*(?:["']?([\w-]+)|((?:\n[ \t]+[^\n]*)*))/m;

function themeOf(folder: Folder, config: string): string[] {
  const [, plain, block = ""] = folder.find([config], THEME)?.match ?? [];
  const theme = own(THEMES, plain ?? /^[ \t]+name:[ \t]*["']?([\w-]+)/m.exec(block)?.[1] ?? "");
  return theme ? [theme] : [];
}

function pluginsOf(folder: Folder, config: string): string[] {
  const list = folder.find([config], /^plugins:[ \t]*((?:\n(?:[ \t]+[^\n]*|-[^\n]*))*)/m)?.match[1] ?? "";
  return [...list.matchAll(/^[ \t]{0,4}-[ \t]*["']?([\w-]+)/gm)].flatMap(([, name = ""]) => {
    const known = own(PLUGINS, name);
    return known === undefined ? [`mkdocs-${name}`] : (known ?? []);
  });
}

function detect(folder: Folder): Draft | null {
  const config = folder.firstOf("mkdocs.yml", "mkdocs.yaml");
  if (!config) return null;
  const docs = readDocs(folder, config, ["mkdocs", ...themeOf(folder, config), ...pluginsOf(folder, config)]);
  const site = folder.find([config], /^site_dir:[ \t]*["']?([\w./-]+)/m);
  const output = site?.match[1] ?? "site";
  return {
    ...docs.base,
    kind: "static",
    framework: "MkDocs",
    build: "mkdocs build",
    output,
    facts: [...docs.facts, fact("framework", "MkDocs", config), fact("output", output, site ?? config)],
    findings: docs.findings,
  };
}

export const mkdocsDetector: Detector = { name: "MkDocs", looksFor: "an mkdocs.yml", detect };
