import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const json = JSON.stringify;
const appsOf = (files: Record<string, string>) => scan(treeOf(files)).apps;

describe("a server of the project's own", () => {
  test("before Next listens where its code says", () => {
    const [app] = appsOf({
      "package.json": json({
        scripts: { build: "next build", start: "NODE_ENV=production node server.js" },
        dependencies: { next: "^14.0.0" },
      }),
      "server.js": "const port = parseInt(process.env.PORT, 10) || 3005;",
    });
    expect(app).toMatchObject({ framework: "Next.js", port: 3005, start: "NODE_ENV=production node server.js" });
  });

  test.each([
    ["React Router", "@react-router/dev"],
    ["Remix", "@remix-run/dev"],
  ])("before %s listens where its code says", (framework, dependency) => {
    const [app] = appsOf({
      "package.json": json({ scripts: { start: "node server.js" }, devDependencies: { [dependency]: "^7.0.0" } }),
      "server.js": "const PORT = Number.parseInt(process.env.PORT || '3020');",
    });
    expect(app).toMatchObject({ framework, start: "node server.js", port: 3020 });
  });

  test("that renders what Vite built for it is no static site", () => {
    const [app] = appsOf({
      "package.json": json({
        scripts: {
          dev: "node server",
          build: "npm run build:client && npm run build:server",
          "build:client": "vite build --outDir dist/client",
          "build:server": "vite build --ssr src/entry-server.jsx --outDir dist/server",
        },
        dependencies: { express: "^5.0.0" },
        devDependencies: { vite: "^7.0.0" },
      }),
      "index.html": "",
      "server.js": "app.listen(process.env.PORT || 5173)",
    });
    expect(app).toMatchObject({ kind: "server", framework: "Express", start: "node server.js", port: 5173 });
  });
});

describe("a package for others", () => {
  const LIBRARY = { name: "lib", main: "dist/index.js", types: "dist/index.d.ts", scripts: { build: "tsup" } };
  const SITE = json({ scripts: { build: "docusaurus build" }, dependencies: { "@docusaurus/core": "3.9.0" } });
  const site = { "website/package.json": SITE, "website/docusaurus.config.js": "module.exports = {}" };

  test("leaves the deployment to the site beside it", () => {
    const apps = appsOf({ "package.json": json(LIBRARY), "src/index.ts": "export const a = 1;", ...site });
    expect(apps.map(({ path, framework }) => [path, framework])).toEqual([["website", "Docusaurus"]]);
  });

  test("that listens is an app all the same", () => {
    const apps = appsOf({ "package.json": json(LIBRARY), "src/index.ts": "createServer().listen(80)", ...site });
    expect(apps.map(({ path }) => path)).toEqual(["."]);
  });
});

describe("an Nx repository with one package.json", () => {
  const ROOT = {
    dependencies: { "@nestjs/core": "11.0.0", "@nestjs/common": "11.0.0" },
    devDependencies: { nx: "22.0.0" },
  };
  const files = {
    "package.json": json(ROOT),
    "nx.json": "{}",
    "apps/api/project.json": json({
      name: "api",
      projectType: "application",
      targets: { build: { executor: "@nx/webpack:webpack", options: { target: "node" } } },
    }),
    "apps/api/src/main.ts": "import { NestFactory } from '@nestjs/core';\nawait app.listen(process.env.PORT || 3333);",
  };

  test("is not an app itself, and its programs are named after what they import", () => {
    expect(appsOf(files)).toMatchObject([{ path: "apps/api", framework: "NestJS", port: 3333 }]);
  });
});

test("Angular before 13 is built with the hashes of its webpack", () => {
  const build = (version: string) =>
    appsOf({
      "package.json": json({ scripts: { build: "ng build" }, dependencies: { "@angular/core": version } }),
      "angular.json": json({
        projects: {
          crm: {
            projectType: "application",
            architect: { build: { builder: "@angular-devkit/build-angular:browser", options: { outputPath: "dist" } } },
          },
        },
      }),
    })[0]?.build;
  expect(build("~11.2.0")).toBe("NODE_OPTIONS=--openssl-legacy-provider npm run build");
  expect(build("^15.0.0")).toBe("npm run build");
});

test("Next's own command for files makes a site", () => {
  const output = (build: string) =>
    appsOf({ "package.json": json({ scripts: { build }, dependencies: { next: "12.3.4" } }) })[0]?.output;
  expect(output("next build && next export")).toBe("out");
  expect(output("next build && next export -o site")).toBe("site");
  expect(output("next build")).toBeNull();
});

describe("a page whose style sheet a script makes", () => {
  const planOf = (build: string, more: Record<string, string> = {}) =>
    appsOf({
      "package.json": json({ scripts: { build, "build:css": "sass scss:css" }, devDependencies: { tailwindcss: "4" } }),
      "package-lock.json": "{}",
      "src/index.html": "",
      ...more,
    })[0];

  test("is shown with what was made", () => {
    const build = "npx @tailwindcss/cli -i ./src/input.css -o ./src/output.css --minify";
    expect(planOf(build)).toMatchObject({
      ...{ kind: "static", output: "src", install: "npm ci", build: "npm run build", start: null },
    });
    expect(planOf("npm run build:css", { "public/index.html": "" })).toMatchObject({ output: "public" });
  });

  test("is shown as it is where the script does something else", () => {
    expect(planOf("eslint .", { "index.html": "" })).toMatchObject({ output: ".", build: null, install: null });
  });
});

describe("an older version of a framework", () => {
  const planOf = (dependencies: object, more: Record<string, string> = {}) =>
    appsOf({ "package.json": json({ scripts: { start: "node server.js" }, dependencies }), ...more })[0];

  test("goes by another name", () => {
    expect(planOf({ strapi: "3.6.8", "strapi-connector-mongoose": "3.6.8" })).toMatchObject({
      ...{ framework: "Strapi", port: 1337, start: "strapi start", databases: ["mongodb"] },
    });
    expect(planOf({ "solid-start": "^0.2.26" })).toMatchObject({ framework: "SolidStart", start: "solid-start start" });
    expect(planOf({ "solid-start": "^0.2.26", "solid-start-static": "^0.2.26" })).toMatchObject({
      ...{ kind: "static", output: "dist/public" },
    });
  });

  test("AdonisJS 5 has its entry elsewhere", () => {
    expect(planOf({ "@adonisjs/core": "^5.8.0" }, { ".adonisrc.json": "{}", "server.ts": "" })).toMatchObject({
      ...{ framework: "AdonisJS", start: "HOST=0.0.0.0 node build/server.js", port: 3333 },
    });
  });
});

test.each([
  [{ engines: { node: ">=10.16.0 <=14.x.x" } }, {}, "14"],
  [{ engines: { node: "<13" } }, {}, "12"],
  [{}, { ".npmrc": "auto-install-peers=true\nuse-node-version=20.11.1\n" }, "20"],
  [{}, { "pnpm-workspace.yaml": "useNodeVersion: 22.4.0\n" }, "22"],
])("with %p and %p runs on the Node that it asks for", (manifest: object, files: Record<string, string>, version) => {
  const [app] = appsOf({ "package.json": json({ scripts: { start: "node a.js" }, ...manifest }), ...files });
  expect(app?.runtime.version).toBe(version);
});

test.each([
  ["process.env.NODE_ENV === 'production' ? 'export' : undefined", "out"],
  ["isProd ? 'export' : undefined", "out"],
  ["isDev ? undefined : 'export'", "out"],
  ["process.env.NODE_ENV !== 'production' ? 'export' : 'standalone'", null],
  ["process.env.STATIC ? 'export' : undefined", null],
])("Next's settings with output: %s", (output: string, folder: string | null) => {
  const [app] = appsOf({
    "package.json": json({ dependencies: { next: "15.0.0" } }),
    "next.config.mjs": `export default {\n  output: ${output},\n}`,
  });
  expect(app?.output ?? null).toBe(folder);
});

describe("a server of a workspace from which the pages take its types", () => {
  const appsWith = (dev: string) =>
    appsOf({
      "package.json": json({ workspaces: ["client", "server"] }),
      "bun.lock": "{}",
      "client/package.json": json({ dependencies: { server: "workspace:*" }, devDependencies: { vite: "7.0.0" } }),
      "client/index.html": "",
      "server/package.json": json({
        ...{ name: "server", main: "dist/index.js", dependencies: { hono: "4.7.0" } },
        scripts: { build: "tsc", dev },
      }),
      "server/src/index.ts": "const app = new Hono();\nexport default app;",
    }).map(({ path, start }) => [path, start]);

  test("is an app when a script runs it", () => {
    const apps = appsWith("bun --watch run src/index.ts && tsc --watch");
    expect(apps.map(([path]) => path)).toEqual(["client", "server"]);
  });

  test("is a library when it is only compiled", () => {
    expect(appsWith("tsup src/index.ts --watch").map(([path]) => path)).toEqual(["client"]);
  });
});
