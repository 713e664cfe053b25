import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { frameworkVariables } from "./framework-variables.ts";

const MANIFEST = JSON.stringify({
  dependencies: { "@sveltejs/kit": "2", astro: "5", nuxt: "4", "@nestjs/config": "4" },
});

const read = (file: string, code: string, manifest = MANIFEST) =>
  frameworkVariables(new Folder(treeOf({ "package.json": manifest, [file]: code }), ".")).map(
    ({ name, optional, example }) => (optional ? `${name}?${example}` : name),
  );

test("SvelteKit's static variables are needed, those of its env unless something copes without them", () => {
  expect(
    read("src/hooks.server.ts", "import {\n  API_KEY,\n  REGION as region,\n} from '$env/static/private';"),
  ).toEqual(["API_KEY", "REGION"]);
  const code =
    "import { env } from '$env/dynamic/private';\nif (!env.A_URL) throw 1;\nuse(env.B_URL, env.C_URL ?? 'x');";
  expect(read("src/lib/db.ts", code)).toEqual(["A_URL?", "B_URL", "C_URL?"]);
});

test("Astro's schema says which may be missing", () => {
  const schema =
    'import { envField } from "astro/config";\nenv: { schema: {\n' +
    '  API_URL: envField.string({ context: "server", access: "secret" }),\n' +
    '  LIMIT: envField.number({ context: "server", access: "public", default: 3 }),\n}}';
  expect(read("astro.config.mjs", schema)).toEqual(["API_URL", "LIMIT?"]);
});

test("Nuxt fills what its settings leave empty", () => {
  const config =
    "export default defineNuxtConfig({\n  runtimeConfig: {\n    apiSecret: '',\n    region: 'eu',\n" +
    "    mail: { fromAddress: \"\" },\n    public: { apiBase: '' },\n  },\n  app: { baseURL: '' },\n})";
  expect(read("nuxt.config.ts", config)).toEqual([
    "NUXT_API_SECRET?",
    "NUXT_MAIL_FROM_ADDRESS?",
    "NUXT_PUBLIC_API_BASE?",
  ]);
});

test("Nest's service is asked by name, with a default or without", () => {
  const code =
    'import { ConfigService } from "@nestjs/config";\nconfig.get<string>("DB_HOST");\n' +
    "this.configService.getOrThrow('DB_PASSWORD');\nconfigService.get('DB_PORT', 5432);\nconfig.get('REGION') ?? 'eu';";
  expect(read("src/app.module.ts", code)).toEqual(["DB_HOST", "DB_PASSWORD", "DB_PORT?5432", "REGION?"]);
});

test("an object that is only called alike names none", () => {
  expect(read("src/a.ts", "const env = load(); env.A_URL; config.get('DB_HOST')")).toEqual([]);
  expect(read("src/a.ts", "import { A } from '$env/static/private'", "{}")).toEqual([]);
});
