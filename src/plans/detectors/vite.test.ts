import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const PACKAGE = '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}';
const planOf = (config: string, page = "index.html") =>
  scan(treeOf({ "package.json": PACKAGE, [page]: "", "vite.config.ts": config })).apps[0];
const warned = (config: string) => planOf(config)?.findings.some(({ id }) => id === "site-subfolder");

describe("a site that Vite builds for a folder of a domain", () => {
  test.each([
    'export default defineConfig({\n  base: "/shop/",\n})',
    "export default defineConfig({ base: '/shop/', plugins: [react()] })",
    "export default defineConfig({ plugins: [react()], base: '/shop/' })",
    'export default { base: "/shop/" }',
    "export default defineConfig(({ command }) => ({ base: '/shop/' }))",
    'export default defineConfig(({ mode }) => ({\n  base: mode === "production" ? "/shop/" : "/",\n}))',
  ])("is one with a warning: %s", (config) => expect(warned(config)).toBe(true));

  test.each([
    "export default defineConfig({ base: '/' })",
    'export default defineConfig({ base: "./", plugins: [react()] })',
    'export default defineConfig({ plugins: [pages({ base: "/shop/" })] })',
    'export default defineConfig({ resolve: { database: "/shop/" } })',
  ])("is not: %s", (config) => expect(warned(config)).toBe(false));
});

test("Vite's root may stand on the first line of its settings as well", () => {
  expect(planOf("export default defineConfig({ root: 'src', plugins: [] })", "src/index.html")?.output).toBe(
    "src/dist",
  );
});
