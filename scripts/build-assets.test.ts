import { describe, expect, test } from "bun:test";
import { Glob } from "bun";
import { madeUpPages } from "../test/support/made-up-pages.ts";
import { ICONS } from "../views/icon.ts";
import { generateAssets } from "./build-assets.ts";

const PUBLIC = `${import.meta.dir}/../public`;
const gzipped = (text: string) => Bun.gzipSync(text).byteLength;
const assets = await generateAssets();

describe("what is committed in public/", () => {
  test.each([...assets])("%s is what `bun scripts/build-assets.ts` makes", async (path, text) => {
    expect(await Bun.file(`${PUBLIC}/${path}`).text()).toBe(text);
  });
});

test("the order of the layers comes before every rule", () => {
  expect(assets.get("app.css")).toStartWith("@layer reset, tokens, base, components, utilities;");
});

test("htmx comes in one script with its extensions, since it starts before a second one would run", () => {
  const script = assets.get("vendor/htmx.js") ?? "";
  for (const name of ["hx-csp", "sse", "alpine-compat"]) expect(script).toContain(`registerExtension("${name}"`);
});

test("every icon that a view names is in the sprite, and none is there for nothing", async () => {
  const sprite = assets.get("icons.svg") ?? "";
  const sources = await Promise.all(
    [...new Glob("**/*.ts").scanSync(`${import.meta.dir}/../views`)]
      .filter((path) => path !== "icon.ts" && !path.endsWith(".test.ts"))
      .map((path) => Bun.file(`${import.meta.dir}/../views/${path}`).text()),
  );
  const views = sources.join("\n");
  expect(ICONS.filter((name) => !sprite.includes(`id="${name}"`))).toEqual([]);
  expect(ICONS.filter((name) => !views.includes(`"${name}"`))).toEqual([]);
});

describe("the budget of a page", () => {
  const scripts = [...(madeUpPages().get("dashboard")?.toString() ?? "").matchAll(/<script src="\/public\/([^?"]+)/g)];

  test("is 60 kB of script", async () => {
    const texts = await Promise.all(scripts.map(([, path]) => Bun.file(`${PUBLIC}/${path}`).text()));
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.reduce((sum, text) => sum + gzipped(text), 0)).toBeLessThan(60_000);
  });

  test("is 20 kB of style", () => {
    expect(gzipped(assets.get("app.css") ?? "")).toBeLessThan(20_000);
  });
});
