import { describe, expect, test } from "bun:test";
import { scan } from "./scan.ts";
import { treeOf } from "./source-tree.ts";

const planOf = (files: Record<string, string>, path = ".") => {
  const plan = scan(treeOf(files)).apps.find((app) => app.path === path);
  if (!plan) throw new Error("no plan");
  return plan;
};

const pkg = (dependency: string, build: string) =>
  JSON.stringify({ devDependencies: { [dependency]: "*" }, scripts: { build } });

/** Sites whose settings name the folder for their pages, and where their tools put them without that. */
const SITES: [string, string, (named: string) => Record<string, string>][] = [
  ["Hugo", "public", (named) => ({ "hugo.toml": `publishDir = "${named}"\n`, "content/_index.md": "" })],
  [
    "Jekyll",
    "_site",
    (named) => ({ "_config.yml": `title: x\ndestination: ${named}\n`, Gemfile: 'gem "jekyll"\n', "index.md": "" }),
  ],
  ["MkDocs", "site", (named) => ({ "mkdocs.yml": `site_name: x\nsite_dir: ${named}\n`, "docs/index.md": "# x" })],
  [
    "Zola",
    "public",
    (named) => ({ "config.toml": `base_url = "/"\noutput_dir = "${named}"\n`, "content/_index.md": "" }),
  ],
  [
    "Vite",
    "dist",
    (named) => ({
      "package.json": pkg("vite", "vite build"),
      "index.html": "<p>",
      "vite.config.js": `export default { build: { outDir: "${named}" } };`,
    }),
  ],
  [
    "Astro",
    "dist",
    (named) => ({
      "package.json": pkg("astro", "astro build"),
      "astro.config.mjs": `export default { outDir: "${named}" };`,
    }),
  ],
  [
    "Docusaurus",
    "build",
    (named) => ({ "package.json": pkg("@docusaurus/core", `docusaurus build --out-dir ${named}`) }),
  ],
  [
    "Eleventy",
    "_site",
    (named) => ({
      "package.json": pkg("@11ty/eleventy", "eleventy"),
      "eleventy.config.js": `export const config = { dir: { output: "${named}" } };`,
    }),
  ],
  [
    "VitePress",
    "docs/.vitepress/dist",
    (named) => ({
      "package.json": pkg("vitepress", "vitepress build docs"),
      "docs/.vitepress/config.ts": `export default { outDir: "${named}" };`,
      "docs/index.md": "# x",
    }),
  ],
  [
    "Angular",
    "dist",
    (named) => ({
      "package.json": pkg("@angular/core", "ng build"),
      "angular.json": JSON.stringify({
        projects: {
          x: {
            projectType: "application",
            architect: {
              build: { builder: "@angular/build:application", options: { outputPath: { base: named, browser: "" } } },
            },
          },
        },
      }),
    }),
  ],
  [
    "Next.js",
    "out",
    (named) => ({
      "package.json": pkg("next", "next build"),
      "next.config.js": `module.exports = { output: "export", distDir: "${named}" };`,
    }),
  ],
];

describe.each(SITES)("the pages of %s", (_name, usual, source) => {
  test("go where the settings say", () => {
    const { output, findings } = planOf(source("made/pages"));
    expect(output).toContain("made/pages");
    expect(findings.map(({ id }) => id)).not.toContain("output-outside");
  });

  test.each(["../../pages", "/srv/pages"])("never go outside of the source, to %s", (named) => {
    const { output, findings, caches, facts } = planOf(source(named));
    const [told] = findings.filter(({ id }) => id === "output-outside");
    expect(output).toBe(usual);
    expect(told?.title).toContain(named.slice(named.lastIndexOf("/")));
    expect(`${told?.title} ${told?.fix}`).toContain(usual);
    expect(caches.filter((path) => path.startsWith("..") || path.startsWith("/"))).toEqual([]);
    expect(facts.map(({ value }) => value)).not.toContain(named);
  });
});

test("a tool that the plan calls itself is told to write inside, with nothing left to do", () => {
  const { build, findings } = planOf({ "hugo.toml": 'publishDir = "../x"\n', "content/a.md": "" });
  expect(build).toBe("hugo --gc --minify --destination public");
  expect(findings).toMatchObject([{ id: "output-outside", level: "info", file: "hugo.toml", line: 1 }]);
});

test("a part of a workspace may write beside itself, since all of the workspace is copied", () => {
  const part = (outDir: string) => ({
    "package.json": '{"private":true,"workspaces":["apps/*"]}',
    "apps/web/package.json": pkg("vite", "vite build"),
    "apps/web/index.html": "<p>",
    "apps/web/vite.config.js": `export default { build: { outDir: "${outDir}" } };`,
  });
  expect(planOf(part("../../dist/web"), "apps/web")).toMatchObject({ context: ".", output: "dist/web" });
  expect(planOf(part("../../../dist"), "apps/web").output).toBe("apps/web/dist");
});
