import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const json = JSON.stringify;

const FILES = {
  "package.json": json({ name: "shop", private: true, workspaces: ["apps/*", "packages/*"] }),
  "package-lock.json": "{}",
  "apps/api/package.json": json({ name: "api", scripts: { start: "node s.js" }, dependencies: { "@shop/db": "*" } }),
  "apps/api/s.js": "require('http').createServer().listen(process.env.PORT)",
  "apps/web/package.json": json({
    name: "web",
    dependencies: { "@shop/db": "*" },
    devDependencies: { vite: "^7.0.0" },
  }),
  "apps/web/index.html": "",
  "packages/db/package.json": json({
    name: "@shop/db",
    main: "index.js",
    dependencies: { "@prisma/client": "^6.0.0" },
    devDependencies: { prisma: "^6.0.0" },
  }),
  "packages/db/index.js": "module.exports = connect(process.env.REPLICA_URL)",
  "packages/db/prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
  "packages/db/prisma/migrations/1_first/migration.sql": "create table a();",
};

const planOf = (path: string) => scan(treeOf(FILES)).apps.find((app) => app.path === path);

describe("a package of the workspace that the app needs", () => {
  test("brings its database, its variables and its system packages along", () => {
    const api = planOf("apps/api");
    expect(api?.databases).toEqual(["postgresql"]);
    expect(api?.variables.map(({ name, file }) => `${name} ${file}`)).toEqual([
      "DATABASE_URL ../../packages/db/prisma/schema.prisma",
      "REPLICA_URL ../../packages/db/index.js",
    ]);
    expect(api?.connections).toMatchObject([{ database: "postgresql", variable: "DATABASE_URL" }]);
    expect(api?.packages.run).toEqual(["openssl"]);
  });

  test("has its client written and its migrations applied in its own folder, by a tool that stays", () => {
    const api = planOf("apps/api");
    expect(api?.hooks).toMatchObject({
      beforeBuild: "cd packages/db && prisma generate",
      beforeSwitch: "cd packages/db && prisma migrate deploy",
    });
    expect(api?.prune).toBeNull();
  });

  test("gives nothing to pages that a browser shows", () => {
    expect(planOf("apps/web")).toMatchObject({ kind: "static", databases: [], hooks: { beforeSwitch: null } });
  });
});
