import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { builtForSubfolder } from "../javascript/static-site.ts";
import type { Fact } from "../plan.ts";
import { readGemfile } from "../ruby/gemfile.ts";
import { rubyBase, toDraft } from "../ruby/ruby-base.ts";

const CONFIGS = ["_config.yml", "_config.yaml", "_config.toml"];
const OF_JEKYLL = /^(?:_posts|_layouts|_includes|_sass|_drafts|_data)\//;
const DESTINATION = /^destination:[ \t]{0,9}["']?(?:\.\/)?([\w./-]{1,200})/m;
const BASE = /^baseurl:[ \t]{0,9}["']?(\/[\w.-][\w./-]{0,200})/m;
const PLUGIN = /^[ \t]{0,9}-[ \t]{1,9}["']?(jekyll-[\w-]{1,60})["']?[ \t]{0,9}$/gm;
const THEME = /^theme:[ \t]{0,9}["']?minima["']?[ \t]{0,9}$/m;
/** Those that Debian packages. */
const PACKAGED = new Set(
  "archives avatar commonmark default-layout feed gist github-metadata include-cache last-modified-at mentions optional-front-matter paginate paginate-v2 readme-index redirect-from relative-links seo-tag sitemap titles-from-headings toc".split(
    " ",
  ),
);

function outputOf(folder: Folder, config: string): { output: string; facts: Fact[] } {
  const hit = folder.find([config], DESTINATION);
  const output = hit?.match[1]?.replace(/\/$/, "");
  return hit && output ? { output, facts: [fact("output", output, hit)] } : { output: "_site", facts: [] };
}

/** Without a Gemfile, Jekyll and its plugins come from Debian, which has them all together. */
function ofDebian(folder: Folder, config: string): Draft | null {
  const isSite = folder.files.some((file) => OF_JEKYLL.test(file));
  if (!isSite || folder.has("package.json") || folder.has("_toc.yml")) return null;
  const plugins = [...folder.search([config], PLUGIN)].map(({ match }) => match[1]?.replace("jekyll-", "") ?? "");
  const named = plugins.filter((name) => PACKAGED.has(name)).map((name) => `ruby-jekyll-${name}`);
  const theme = folder.find([config], THEME) ? ["jekyll-theme-minima"] : [];
  const { output, facts } = outputOf(folder, config);
  return {
    kind: "static",
    language: "jekyll",
    framework: "Jekyll",
    packageManager: "apt",
    runtime: { name: "jekyll", version: "4.3", from: "default" },
    packages: { build: ["jekyll", ...named, ...theme], run: [] },
    build: "JEKYLL_ENV=production jekyll build",
    output,
    facts: [fact("framework", "Jekyll", config), ...facts],
    findings: builtForSubfolder(folder, [config], BASE),
  };
}

function detect(folder: Folder): Draft | null {
  const config = folder.firstOf(...CONFIGS);
  if (!config) return null;
  const gems = readGemfile(folder);
  if (!gems) return ofDebian(folder, config);
  const at = gems.find("jekyll", "github-pages");
  if (!at) return null;
  const base = rubyBase(folder);
  const { output, facts } = outputOf(folder, config);
  return toDraft(base, {
    kind: "static",
    framework: "Jekyll",
    build: "JEKYLL_ENV=production bundle exec jekyll build",
    output,
    facts: [...base.facts, fact("framework", "Jekyll", at), ...facts],
    findings: [...(base.findings ?? []), ...builtForSubfolder(folder, [config], BASE)],
  });
}

export const jekyllDetector: Detector = {
  name: "Jekyll",
  looksFor: "Jekyll's _config.yml, with `jekyll` among Ruby's gems or with _posts/ or _layouts/",
  detect,
};
