import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realProcesses } from "#src/host/real-processes.ts";
import { EJECT_PACKAGES, installPackages } from "../../scripts/test-setup/packages.ts";
import { writeFiles } from "../support/archives.ts";
import { planOf, textOf } from "../support/ejected.ts";
import { eventually } from "../support/eventually.ts";
import { testName } from "../support/names.ts";

const MINUTES_MS = 300_000;
const SITE = {
  "index.html": "<h1>start</h1>",
  "about.html": "<h1>about</h1>",
  "blog/index.html": "<h1>blog</h1>",
  "assets/app-4a1c9f3e.js": "let app;",
  "app.js": "let other;",
  "404.html": "<h1>not here</h1>",
  ".env": "SECRET=1",
  ".git/config": "[core]",
  ".well-known/security.txt": "Contact: me",
  _redirects: "/old/* /blog/:splat 301",
};
const plan = planOf({
  ...{ kind: "static", start: null, port: null, output: "." },
  redirects: ["/old/* /blog/:splat 301", "/go https://example.com/there 302"],
  headers: ["/*", "  X-Frame-Options: DENY"],
});

let folder = "";
let url = "";
let server: Bun.Subprocess | undefined;

beforeAll(async () => {
  await installPackages(EJECT_PACKAGES, console.error);
  folder = await mkdtemp(join(tmpdir(), `${testName()}-`));
  // NGINX reads as somebody else.
  await chmod(folder, 0o755);
  await writeFiles(join(folder, "site"), SITE);
  const port = await realProcesses.freePort();
  const site = textOf(plan, "nginx.default.conf")
    .replace("/usr/share/nginx/html", join(folder, "site"))
    .replace("listen 8080;", `listen 127.0.0.1:${port};`);
  await Bun.write(join(folder, "nginx.conf"), configOf(site));
  const nginx = EJECT_PACKAGES["nginx-light"] ?? "nginx";
  const argv = [nginx, "-c", join(folder, "nginx.conf"), "-p", folder, "-g", "daemon off;"];
  server = Bun.spawn(argv, { stdout: "ignore", stderr: "inherit" });
  url = `http://127.0.0.1:${port}`;
  await eventually("NGINX", async () => (await fetch(url)).ok);
}, MINUTES_MS);

afterAll(async () => {
  server?.kill();
  await server?.exited;
  await rm(folder, { recursive: true, force: true });
});

/** As much around the site as its image has. */
const configOf = (site: string) => `pid ${folder}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  types { text/html html; text/javascript js; text/plain txt; }
${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `  ${name}_temp_path ${folder}/${name};\n`).join("")}
${site}
}
`;

async function answer(path: string) {
  const response = await fetch(url + path, { redirect: "manual" });
  const { status, headers } = response;
  return { status, text: await response.text(), caching: headers.get("cache-control"), to: headers.get("location") };
}

test("an ejected site's pages answer with and without their endings, and say how long they may be kept", async () => {
  for (const [path, text] of [
    ...[
      ["/", "start"],
      ["/about", "about"],
      ["/about.html", "about"],
      ["/blog/", "blog"],
    ],
  ] as [string, string][]) {
    expect([path, await answer(path)]).toEqual([
      path,
      { status: 200, text: `<h1>${text}</h1>`, caching: "public, max-age=0, must-revalidate", to: null },
    ]);
  }
  expect((await answer("/assets/app-4a1c9f3e.js")).caching).toContain("immutable");
  expect((await answer("/app.js")).caching).not.toContain("immutable");
});

test("what is for machines is given to nobody, and what is not there is the site's own 404", async () => {
  for (const path of ["/.env", "/.git/config", "/_redirects", "/nothing", "/assets/gone-4a1c9f3e.js"]) {
    expect([path, await answer(path)]).toEqual([
      path,
      expect.objectContaining({ status: 404, text: "<h1>not here</h1>" }),
    ]);
  }
  expect((await answer("/.well-known/security.txt")).text).toBe("Contact: me");
});

test("its own rules count: redirects with what they pass on, and headers on every answer", async () => {
  expect(await answer("/old/2024")).toMatchObject({ status: 301, to: "/blog/2024" });
  expect(await answer("/go")).toMatchObject({ status: 302, to: "https://example.com/there" });
  const headers = await Promise.all(["/", "/app.js"].map(async (path) => (await fetch(url + path)).headers));
  for (const header of headers) expect(header.get("x-frame-options")).toBe("DENY");
});
