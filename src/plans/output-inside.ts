import { posix } from "node:path";
import type { Folder } from "./folder.ts";
import { finding } from "./folder.ts";
import type { AppPlan, Finding } from "./plan.ts";

type Tool = {
  frameworks: RegExp;
  /** Where it writes unless it is told otherwise. */
  usual: string;
  /** The line by which a plan calls it, and what tells it there to write to the usual folder after all. */
  own?: { line: string; flag: string };
};

const TOOLS: readonly Tool[] = [
  { frameworks: /^Hugo$/, usual: "public", own: { line: "hugo --gc --minify", flag: "--destination public" } },
  { frameworks: /^Jekyll$/, usual: "_site", own: { line: "jekyll build", flag: "--destination _site" } },
  { frameworks: /^MkDocs$/, usual: "site", own: { line: "mkdocs build", flag: "--site-dir site" } },
  { frameworks: /^Zola$/, usual: "public", own: { line: "zola build", flag: "--output-dir public" } },
  { frameworks: /^Hexo$/, usual: "public" },
  { frameworks: /^Eleventy$/, usual: "_site" },
  { frameworks: /^(?:Docusaurus|Create React App|SvelteKit)$/, usual: "build" },
  { frameworks: /^(?:React Router|Remix)$/, usual: "build/client" },
  { frameworks: /^Storybook$/, usual: "storybook-static" },
  { frameworks: /^Next\.js$/, usual: "out" },
  { frameworks: /^VitePress$/, usual: ".vitepress/dist" },
  { frameworks: /^VuePress$/, usual: ".vuepress/dist" },
];
const USUAL = "dist";

const OF_OUTPUT = /^(?:output|distDir)$/;
const LEAVES = /^\/|^\.\.\/|\/\.\.\//;

const isInside = (path: string) => !posix.isAbsolute(path) && !/^\.\.(?:\/|$)/.test(posix.normalize(path));

function usualFolder(folder: Folder, tool: Tool | undefined): string {
  const usual = tool?.usual ?? USUAL;
  // Documents are often kept in a folder of their own.
  return folder.list.hasFolder(`docs/${posix.dirname(usual)}`) ? posix.join("docs", usual) : usual;
}

const moved = (named: string, usual: string) => ({
  title: `Its settings have the pages written to ${named}, outside of the source; here they go to ${usual}.`,
  fix: `Nothing has to be done. To have it so everywhere, name ${usual} in the settings.`,
});

const lost = (named: string, usual: string) => ({
  title: `The build writes the pages to ${named}, outside of the source, from where nothing is taken.`,
  fix: `Let it write to a folder inside the project, such as ${usual}.`,
});

/** Nothing is taken from outside of what is copied: pages that a setting sends there go where the tool usually puts them. */
function withOutput(folder: Folder, plan: AppPlan, named: string): AppPlan {
  const tool = TOOLS.find(({ frameworks }) => frameworks.test(plan.framework ?? ""));
  const usual = usualFolder(folder, tool);
  const isTold = tool?.own !== undefined && plan.build?.endsWith(tool.own.line) === true;
  const at = plan.facts.find(({ name, value }) => OF_OUTPUT.test(name) && LEAVES.test(value)) ?? null;
  const told: Finding = isTold
    ? finding("info", "output-outside", moved(at?.value ?? named, usual), at)
    : finding("error", "output-outside", lost(at?.value ?? named, usual), at);
  return {
    ...plan,
    build: isTold ? `${plan.build} ${tool.own?.flag}` : plan.build,
    output: posix.join(posix.relative(plan.context, plan.path), usual),
    facts: plan.facts.filter((fact) => fact !== at),
    findings: [told, ...plan.findings],
  };
}

/** A plan whose folders all stand in the folder that is copied, whatever the source's settings say. */
export function insideSource(folder: Folder, plan: AppPlan): AppPlan {
  const ship = plan.ship.every(isInside) ? plan.ship : [];
  const safe = { ...plan, ship, caches: plan.caches.filter(isInside), manifests: plan.manifests.filter(isInside) };
  return plan.output === null || isInside(plan.output) ? safe : withOutput(folder, safe, plan.output);
}
