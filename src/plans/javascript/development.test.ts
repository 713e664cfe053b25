import { expect, test } from "bun:test";
import { fileOf, isForDevelopment } from "./development.ts";

test.each([
  "nodemon server.js",
  "NODE_ENV=development nodemon --exec ts-node src/index.ts",
  "ts-node-dev --respawn src/server.ts",
  "tsx watch src/index.ts",
  "node --watch server.js",
  "bun --hot src/index.ts",
  "bun run --watch src/index.ts",
  "next dev",
  "next dev -p 4000",
  "npx nuxt dev",
  "vite",
  "vite --host",
  "nest start",
  "nest start --watch",
  "node ace serve --hmr",
  "react-scripts start",
  "strapi develop",
  "wrangler dev",
])("%s is for development", (line) => expect(isForDevelopment(line)).toBe(true));

test.each([
  "node server.js",
  "next start",
  "vite preview --host",
  "strapi start",
  "node dist/main",
  "tsx src/index.ts",
  "node watch.js",
  "node vite-server.js",
  "react-router-serve ./build/server/index.js",
])("%s is not", (line) => expect(isForDevelopment(line)).toBe(false));

test.each([
  ["nodemon --inspect ./src/app.js", "src/app.js"],
  ["tsx watch --env-file=.env src/index.ts", "src/index.ts"],
  ["nodemon --config nodemon.config.js server.mjs", "server.mjs"],
  ["next dev", null],
])("%s runs %p", (line, file) => expect(fileOf(line)).toBe(file));
