import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

type Names = Record<string, string>;

function planOf(scripts: Names, dependencies: Names = {}, files: Names = {}) {
  const manifest = JSON.stringify({ main: "index.js", scripts, dependencies });
  return scan(treeOf({ "package.json": manifest, "index.js": "createServer().listen(3000)", ...files })).apps[0];
}

const ids = (plan: ReturnType<typeof planOf>) => plan?.findings.map(({ id }) => id);

describe("a start script", () => {
  test("that leaves the program in the background is replaced by what stays", () => {
    expect(planOf({ start: "pm2 start ecosystem.config.js" }, { pm2: "6" })?.start).toBe(
      "pm2-runtime start ecosystem.config.js",
    );
    const plan = planOf({ start: "pm2 start index.js" });
    expect(plan?.start).toBe("node index.js");
    expect(ids(plan)).toContain("development-start");
    expect(planOf({ start: "forever start index.js" })?.start).toBe("node index.js");
  });

  test("that starts several programs for development is passed over", () => {
    const start = 'concurrently "npm run server" "npm:client"';
    expect(planOf({ start, server: "nodemon index.js", client: "vite" })?.start).toBe("node index.js");
    expect(planOf({ start, server: "node index.js", client: "node worker.js" })?.start).toBe("npm run start");
  });

  test("reads a file of variables only where that is part of the source", () => {
    const start = "node --env-file=.env index.js";
    expect(planOf({ start })?.start).toBe("node index.js");
    expect(planOf({ start }, {}, { ".env": "A=1" })?.start).toBe(start);
  });

  test("names the port that the container's own variable does not change", () => {
    expect(planOf({ start: "NODE_ENV=production PORT=4500 node index.js" })?.port).toBe(4500);
  });

  test("keeps what it calls through other scripts", () => {
    const manifest = {
      scripts: { start: "npm run compile && node dist/index.js", compile: "tsc" },
      devDependencies: { typescript: "5" },
    };
    const files = { "package.json": JSON.stringify(manifest), "package-lock.json": "{}", "src/index.ts": "" };
    expect(scan(treeOf(files)).apps[0]).toMatchObject({ build: null, prune: null });
  });
});

test("what compiles the program is its build, whatever it is called", () => {
  expect(planOf({ start: "node lib/", compile: "shx rm -rf lib/ && tsc" })?.build).toBe("npm run compile");
  expect(planOf({ start: "tsx src/index.ts", compile: "tsc" })?.build).toBeNull();
  expect(planOf({ start: "node index.js", tsc: "tsc --noEmit" })?.build).toBeNull();
});

test("the settings of the package config say the port", () => {
  const files = { "config/default.json": '{ "port": 3030 }', "index.js": "app.listen(config.get('port'))" };
  expect(planOf({ start: "node index.js" }, { config: "4" }, files)?.port).toBe(3030);
});

test("a program for Cloudflare Workers is told apart", () => {
  const files = { "wrangler.jsonc": "{}", "index.js": "export default app" };
  expect(ids(planOf({ dev: "wrangler dev" }, { hono: "4", wrangler: "4" }, files))).toContain("other-platform");
  expect(ids(planOf({ dev: "wrangler dev" }, { hono: "4", wrangler: "4" }, { "wrangler.jsonc": "{}" }))).not.toContain(
    "other-platform",
  );
});
