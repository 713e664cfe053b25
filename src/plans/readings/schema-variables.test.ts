import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { namedVariables } from "./schema-variables.ts";

const read = (file: string, code: string) =>
  namedVariables(new Folder(treeOf({ [file]: code }), ".")).map(({ name, optional }) => (optional ? `${name}?` : name));

test.each([
  [
    "start/env.ts",
    "  APP_KEY: Env.schema.string(),\n  LOG_LEVEL: Env.schema.string.optional(),",
    ["APP_KEY", "LOG_LEVEL?"],
  ],
  [
    "src/env.ts",
    "  DATABASE_URL: z.string().url(),\n  SMTP_PORT: z.coerce.number().default(25),",
    ["DATABASE_URL", "SMTP_PORT?"],
  ],
  ["src/env.mjs", "  MAIL_FROM: email(),\n  WORKERS: num({ default: 2 }),", ["MAIL_FROM", "WORKERS?"]],
  ["src/config/schema.ts", "  JWT_SECRET: Joi.string().required(),", ["JWT_SECRET"]],
  ["config/server.ts", 'keys: env.array("APP_KEYS"), port: env.int("ADMIN_PORT", 1337)', ["APP_KEYS", "ADMIN_PORT?"]],
])("%s names its variables", (file, code, expected) => {
  expect(read(file, code)).toEqual(expected);
});

test("a schema of something else names none", () => {
  expect(read("src/products.ts", "  SIZE: z.string(),")).toEqual([]);
  expect(read("src/server.ts", 'env("APP_KEYS")')).toEqual([]);
});
