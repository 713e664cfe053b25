import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ICONS } from "../views/icon.ts";

const ROOT = join(import.meta.dir, "..");
const MODULES = join(ROOT, "node_modules");

/**
 * What browsers get from npm, by its name in `public/vendor/`. htmx starts by a timer as soon as it has run, so its extensions must be there
 * in the same script: in one of their own they would now and then come too late, and a stream never be opened.
 */
const VENDOR = {
  "htmx.js": [
    "htmx.org/dist/htmx.min.js",
    "htmx.org/dist/ext/hx-csp.min.js",
    "htmx.org/dist/ext/hx-sse.min.js",
    "htmx.org/dist/ext/hx-alpine-compat.min.js",
  ],
  "alpine.js": ["@alpinejs/csp/dist/cdn.min.js"],
} as const;

/** The order of the layers decides over the order of the files, so it must come before them. */
const LAYERS = "@layer reset, tokens, base, components, utilities;";

/** All generated files by their path in `public/`. They are committed, so that a checkout just runs; a test compares. */
export async function generateAssets(): Promise<Map<string, string>> {
  const files = new Map([
    ["app.css", await styles()],
    ["icons.svg", await sprite()],
  ]);
  for (const [name, sources] of Object.entries(VENDOR)) {
    files.set(`vendor/${name}`, (await Promise.all(sources.map(script))).join(""));
  }
  return files;
}

async function script(source: string): Promise<string> {
  const text = await Bun.file(join(MODULES, source)).text();
  return `${text.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "")};\n`;
}

async function styles(): Promise<string> {
  const folder = join(ROOT, "public/css");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".css")).sort();
  const parts = await Promise.all(names.map((name) => Bun.file(join(folder, name)).text()));
  return [LAYERS, ...parts].join("\n");
}

async function sprite(): Promise<string> {
  const symbols = await Promise.all(ICONS.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

async function symbol(name: string): Promise<string> {
  const svg = await Bun.file(join(MODULES, "lucide-static/icons", `${name}.svg`)).text();
  const shapes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.replace(/\s*\n\s*/g, "");
  if (!shapes) throw new Error(`The icon ${name} has no shapes.`);
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${shapes}</symbol>`;
}

if (import.meta.main) {
  await mkdir(join(ROOT, "public/vendor"), { recursive: true });
  for (const [path, text] of await generateAssets()) await Bun.write(join(ROOT, "public", path), text);
}
