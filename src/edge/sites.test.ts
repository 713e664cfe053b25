import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import { packSite } from "../runtimes/site-pack.ts";
import { isNamedByContent } from "./site-caching.ts";
import { maintenancePath, serveStatic } from "./static-server.ts";

let base: string;
let server: Bun.Server<undefined>;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "autostack-site-"));
  const folder = join(base, "site");
  await mkdir(folder);
  const files = {
    "index.html": "<h1>Home</h1>",
    "about.html": "About",
    "docs/index.html": "Docs",
    "a b/ü.txt": "ümlaut",
    "assets/app-8f3c2a1b.js": "export {}",
    "video.bin": "0123456789",
    "empty.txt": "",
    ".env": "SECRET=1",
    ".git/config": "secret",
    ".well-known/security.txt": "Contact",
  };
  for (const [name, text] of Object.entries(files)) await Bun.write(join(folder, name), text);
  await Bun.write(join(base, "outside.txt"), "outside");
  await Bun.write(join(base, "site-secrets/key.txt"), "outside");
  await symlink("../outside.txt", join(folder, "leak.txt"));
  await symlink("../site-secrets", join(folder, "leak"));
  await symlink("about.html", join(folder, "inside.html"));
  await mkdir(join(base, "own404"));
  await Bun.write(join(base, "own404/404.html"), "<p>Lost?</p>");
  await Bun.write(join(base, "spa/index.html"), "<p>app</p>");
  await Bun.write(join(base, "spa/app.css"), "body { color: red }\n".repeat(200));
  await Bun.write(
    join(base, "spa/_redirects"),
    "/old /new\n/shown /app.css 200\n/app.css /never 301\n/by/* /app.css 301!\n",
  );
  await Bun.write(join(base, "spa/_headers"), "/*\n  X-Frame-Options: DENY\n  Set-Cookie: a=1\n");
  await packSite(realFiles, join(base, "spa"), { fallback: "index.html" });
  server = serveStatic({ files: realFiles, sitesFolder: base, port: 0 });
});

afterAll(async () => {
  await server.stop(true);
  await rm(base, { recursive: true });
});

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  const { site = "site", ...rest } = headers;
  const url = `http://127.0.0.1:${server.port}/sites/${site}${path}`;
  return fetch(url, { method, redirect: "manual", decompress: false, headers: { "accept-encoding": "", ...rest } });
}

/** Sends a path as it is; `fetch` would tidy it first. */
function rawStatus(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port ?? 0, "127.0.0.1");
    socket.once("data", (data) => {
      socket.destroy();
      resolve(Number(String(data).split(" ")[1]));
    });
    socket.once("error", reject);
    socket.write(`GET /sites/site${path} HTTP/1.1\r\nHost: site.localhost\r\n\r\n`);
  });
}

test.each([
  ["/", "<h1>Home</h1>", "text/html;charset=utf-8"],
  ["/about", "About", "text/html;charset=utf-8"],
  ["/about.html", "About", "text/html;charset=utf-8"],
  ["/docs/", "Docs", "text/html;charset=utf-8"],
  ["/a%20b/%C3%BC.txt", "ümlaut", "text/plain;charset=utf-8"],
  ["/inside", "About", "text/html;charset=utf-8"],
  ["/assets/app-8f3c2a1b.js", "export {}", "text/javascript;charset=utf-8"],
  ["/empty.txt", "", "text/plain;charset=utf-8"],
  ["/.well-known/security.txt", "Contact", "text/plain;charset=utf-8"],
])("%s is served", async (path, text, type) => {
  const response = await get(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe(type);
  expect(await response.text()).toBe(text);
});

test.each([
  ["/docs", "/docs/"],
  ["/docs?x=1", "/docs/?x=1"],
  ["/about/", "/about"],
  ["//docs", "/docs/"],
])("%s is redirected to %s", async (path, location) => {
  const response = await get(path);
  expect([response.status, response.headers.get("location")]).toEqual([308, location]);
});

test.each([
  "/.env",
  "/.git/config",
  "/leak.txt",
  "/leak/key.txt",
  "/..%2foutside.txt",
  "/%2e%2e/outside.txt",
  "/../outside.txt",
  "/..%5coutside.txt",
  "/docs/%2e%2e/%2e%2e/outside.txt",
  "/a%00b",
  "/%",
  "/docs/.well-known/security.txt",
  "/missing",
])("%s is not served", async (path) => {
  expect(await rawStatus(path)).toBe(404);
});

test("a browser that has the file is told so, and a changed file has another tag", async () => {
  const etag = (await get("/about")).headers.get("etag") ?? "";
  const again = await get("/about", { "if-none-match": `"other", W/${etag}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  await Bun.write(join(base, "next/about.html"), "aBOUT");
  expect((await get("/about", { site: "next", "if-none-match": etag })).status).toBe(200);
  await Bun.write(join(base, "same/about.html"), "About");
  expect((await get("/about", { site: "same", "if-none-match": etag })).status).toBe(304);
});

test.each([
  ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=-0", 416, "", "bytes */10"],
  ["bytes=0-1,3-4", 200, "0123456789", null],
  ["bytes=3-1", 200, "0123456789", null],
  ["lines=1-2", 200, "0123456789", null],
])("range %s answers %i", async (range, status, text, contentRange) => {
  const response = await get("/video.bin", { range });
  expect([response.status, await response.text(), response.headers.get("content-range")]).toEqual([
    status,
    text,
    contentRange,
  ]);
});

test("a range of another version gets the whole file", async () => {
  expect((await get("/video.bin", { range: "bytes=0-1", "if-range": '"old"' })).status).toBe(200);
  const etag = (await get("/video.bin")).headers.get("etag") ?? "";
  expect((await get("/video.bin", { range: "bytes=0-1", "if-range": etag })).status).toBe(206);
});

test("HEAD tells the length and sends nothing; other methods are refused", async () => {
  const head = await get("/video.bin", {}, "HEAD");
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
  const post = await get("/", {}, "POST");
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("only files that are named by their content are kept for good", async () => {
  expect((await get("/assets/app-8f3c2a1b.js")).headers.get("cache-control")).toContain("immutable");
  expect((await get("/")).headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
  const hashed = ["/a/index-BxT3q8aK.js", "/main.8f3c2a1b.css", "/_next/static/chunks/page.js", "/_astro/x.svg"];
  const plain = ["/app-version2.js", "/my-component.js", "/jquery-20240101.js", "/ui-DatePicker.js", "/index.html"];
  expect(hashed.filter(isNamedByContent)).toEqual(hashed);
  expect(plain.filter(isNamedByContent)).toEqual([]);
});

test("a missing page is the site's own 404 page where it has one", async () => {
  const own = await get("/x", { site: "own404" });
  expect([own.status, await own.text()]).toEqual([404, "<p>Lost?</p>"]);
  const plain = await get("/x", { accept: "text/html" });
  expect(await plain.text()).toContain("This site has nothing at /x.");
});

test("a site that is gone and names that are none are 404s", async () => {
  expect((await get("/", { site: "gone" })).status).toBe(404);
  expect((await get("/", { site: ".." })).status).toBe(404);
  expect((await get("/", { site: "%2e%2e" })).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(404);
});

describe("a published site", () => {
  const spa = (path: string, headers: Record<string, string> = {}) => get(path, { site: "spa", ...headers });

  test.each([
    ["zstd, br, gzip", "br"],
    ["gzip, zstd", "zstd"],
    ["gzip", "gzip"],
    ["br;q=0", null],
  ])("is sent packed to who accepts %s", async (accepted, encoding) => {
    for (let asked = 0; asked < 2; asked++) {
      const response = await spa("/app.css", { "accept-encoding": accepted });
      expect(response.headers.get("content-encoding")).toBe(encoding);
      expect(response.headers.get("content-type")).toStartWith("text/css");
      expect(response.headers.get("vary")).toBe("accept-encoding");
      expect((await response.bytes()).length < 200).toBe(encoding !== null);
    }
  });

  test("sends ranges of the file itself, and each packing has a tag of its own", async () => {
    const part = await spa("/app.css", { range: "bytes=0-3", "accept-encoding": "br" });
    expect([part.status, await part.text(), part.headers.get("content-encoding")]).toEqual([206, "body", null]);
    const tags = ["br", "gzip", ""].map(async (accepted) =>
      (await spa("/app.css", { "accept-encoding": accepted })).headers.get("etag"),
    );
    expect(new Set(await Promise.all(tags)).size).toBe(3);
  });

  test("answers every page with its fallback, but not a missing script", async () => {
    const page = await spa("/deep/link");
    expect([page.status, await page.text()]).toEqual([200, "<p>app</p>"]);
    expect(page.headers.get("cache-control")).toContain("must-revalidate");
    expect((await spa("/v1.2", { accept: "text/html" })).status).toBe(200);
    expect((await spa("/chunk-8f3c2a1b.js")).status).toBe(404);
  });

  test("follows its redirects: files stand before all but forced ones", async () => {
    const old = await spa("/old?x=1");
    expect([old.status, old.headers.get("location")]).toEqual([301, "/new?x=1"]);
    expect((await spa("/app.css")).status).toBe(200);
    expect((await spa("/shown")).headers.get("content-type")).toStartWith("text/css");
    expect((await spa("/by/force")).headers.get("location")).toBe("/app.css");
  });

  test("sets its headers, but no cookies, and hides the files that say so", async () => {
    const { headers } = await spa("/");
    expect([headers.get("x-frame-options"), headers.get("set-cookie")]).toEqual(["DENY", null]);
    for (const path of ["/_headers", "/_redirects", "/.autostack/site.json"]) {
      expect(await (await spa(path)).text()).not.toContain("DENY");
      expect((await get(path, { site: "spa", accept: "x" })).headers.get("content-type")).not.toContain("json");
    }
  });
});

test("a maintenance page says what it was told, escaped, and when to come again", async () => {
  const url = `http://127.0.0.1:${server.port}${maintenancePath("Back at <b>noon</b>, schön!")}/any/path?x`;
  const page = await fetch(url, { method: "POST", body: "x", headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("retry-after")]).toEqual([503, "120"]);
  expect(await page.text()).toContain("Back at &lt;b&gt;noon&lt;/b&gt;, schön!");
});
