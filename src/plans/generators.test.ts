import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { composeOf, ejected, planOf, pm2Apps, textOf, wanted } from "../../test/support/ejected.ts";

const SITE = { kind: "static", start: null, port: null, output: "dist" } as const;

describe("a server", () => {
  test("can be ejected whole, each file with an id of its own", () => {
    const plan = planOf({
      processes: [{ name: "Mail Queue", command: "node mail.js" }],
      variables: [wanted("API_KEY")],
    });
    const { files, leftOut } = ejected(plan);
    expect(files.map(({ path }) => path)).toEqual([
      ...[".env.example", "Dockerfile", ".dockerignore", "compose.yaml", "deploy/shop.conf", "deploy/shop.service"],
      ...[
        "deploy/shop-mail-queue.service",
        "ecosystem.config.cjs",
        ".github/workflows/deploy.yml",
        ".replit",
        "replit.nix",
      ],
    ]);
    expect(leftOut).toEqual([]);
  });

  test("with a Dockerfile of its own keeps it, and what its image alone knows is left out with the reason", () => {
    const { files, leftOut } = ejected(planOf({ dockerfile: "docker/Dockerfile", start: null }));
    expect(files.map(({ id }) => id)).toEqual(["compose.yaml", "shop.conf", "deploy.yml"]);
    expect(leftOut.map(({ title }) => title)).toEqual([
      ...[".env.example", "Dockerfile", ".dockerignore", "systemd unit", "PM2", ".replit", "replit.nix"],
    ]);
    expect(composeOf(planOf({ dockerfile: "docker/Dockerfile", start: null })).services.web?.build).toEqual({
      ...{ context: ".", dockerfile: "docker/Dockerfile" },
    });
  });

  test("whose start nobody knows gets no file that would start nothing", () => {
    const { files, leftOut } = ejected(planOf({ start: null }));
    expect(files.map(({ id }) => id)).toEqual(["shop.conf", "deploy.yml"]);
    expect(leftOut.find(({ title }) => title === "Dockerfile")?.why).toContain("not known what starts the program");
  });

  test("that PHP's image alone can serve runs in containers only", () => {
    const php = planOf({
      runtime: { name: "php", version: "8.4", from: "x" },
      start: "DOCUMENT_ROOT=. apache2-foreground",
    });
    expect(ejected(php).leftOut.map(({ title }) => title)).toEqual([
      ...[".env.example", "systemd unit", "PM2", ".replit", "replit.nix"],
    ]);
  });

  test("that is part of a repository has its files in its folder, and the workflow where GitHub looks", () => {
    const paths = ejected(planOf({ path: "api", context: "api" })).files.map(({ path }) => path);
    expect(paths).toContain("api/Dockerfile");
    expect(paths).toContain("api/deploy/shop.service");
    expect(paths).toContain(".github/workflows/deploy.yml");
  });

  test("finds its settings in its own folder, not in an image's", () => {
    const ruby = planOf({ runtime: { name: "ruby", version: "3.3", from: "x" }, start: "bundle exec puma" });
    expect(textOf(ruby, "shop.service")).toContain('"BUNDLE_APP_CONFIG=/srv/shop/.bundle"');
    expect(pm2Apps(ruby)[0]?.env).toMatchObject({ BUNDLE_APP_CONFIG: "/srv/shop/.bundle" });
  });

  test("is passed on to by NGINX, with WebSockets and with the visitor's address", () => {
    const text = textOf(planOf({}), "shop.conf");
    expect(text).toContain("server 127.0.0.1:3000;");
    expect(text).toContain("proxy_set_header Upgrade $http_upgrade;");
    expect(text).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
  });
});

describe("a Dockerfile to keep", () => {
  const node = planOf({ manifests: ["package.json"], repair: "npm install" });

  test("says how it is built, run and given variables, and the file with these is in no image", () => {
    const text = textOf(node, "Dockerfile");
    expect(text).toContain("docker build --tag shop .\n# Run it: docker run --init --publish 3000:3000 shop\n");
    expect(text).toContain("--secret id=build-env,src=build-env.sh");
    expect(textOf(node, ".dockerignore").split("\n")).toContain("/build-env.sh");
    expect(text).toContain("\n && npm ci \\\n || { npm install; }\n");
  });

  test("runs with nothing but Docker: the image itself says where to listen", () => {
    expect(textOf(node, "Dockerfile")).toContain("ENV NODE_ENV=production PORT=3000 HOST=0.0.0.0");
    expect(textOf(planOf({ kind: "worker", port: null }), "Dockerfile")).not.toContain("PORT=");
  });

  test("names the digests that the newest build stood on, where they are known", () => {
    const digest = `sha256:${"a1".repeat(32)}`;
    const text = textOf(node, "Dockerfile", { bases: { "node:22-slim": digest, "debian:12-slim": "later" } });
    expect(text).toContain(`FROM node:22-slim@${digest} AS build\n`);
    expect(text.match(/^FROM .*/gm)?.at(-1)).toBe(`FROM node:22-slim@${digest}`);
    expect(textOf(node, "Dockerfile", { bases: { "node:22-slim": "x\nUSER root" } })).not.toContain("USER root");
  });

  test("leaves in the image what a program of the project may start with", () => {
    expect(textOf(node, ".dockerignore")).not.toContain("ecosystem.config.cjs");
    expect(textOf(node, ".dockerignore").split("\n")).not.toContain("/deploy");
  });
});

test("values that look like secrets are in no file", () => {
  const secret = "s3cr3t-and-long";
  const plan = planOf({
    values: { STRIPE_TOKEN: secret, REGION: "eu" },
    variables: [wanted("SESSION_SECRET", { example: secret })],
  });
  for (const { text } of ejected(plan).files) expect(text).not.toContain(secret);
  expect(textOf(plan, ".env.example")).toContain("STRIPE_TOKEN=\n");
  expect(composeOf(plan).services.web?.environment).toMatchObject({ REGION: "eu" });
});

describe("a site", () => {
  const plan = planOf({
    ...SITE,
    facts: [{ name: "fallback", value: "index.html", file: "package.json", line: 1 }],
    redirects: ["/old/* /new/:splat 301", "/api/* https://api.example.com/:splat 200"],
    headers: ["/*", '  X-Note: a "b"', "/a", "  X-Other: 1"],
  });

  test("is served from its folder, with its own rules and the page that answers for all else", () => {
    const text = textOf(plan, "shop.conf");
    expect(text).toContain("root /var/www/shop;");
    expect(text).toContain("try_files $uri $uri.html $uri/ /index.html;");
    expect(text).toContain('location ~ "^/old/(.*)$" {\n        return 301 "/new/$1";');
    expect(text).toContain('add_header X-Note "a \\"b\\"" always;');
    expect(text).toContain("# Left out, as NGINX has no such rule: /api/* https://api.example.com/:splat 200\n");
    expect(text).toContain("# Left out, as NGINX has no such rule: /a X-Other: 1\n");
  });

  test("whose folder is the project itself is not given to PM2, which would publish all of it", () => {
    const { leftOut } = ejected(planOf({ ...SITE, install: null, build: null, output: "." }));
    expect(leftOut.find(({ title }) => title === "PM2")?.why).toContain("also hidden ones");
  });

  test("gets an image with a server in it, and needs no unit", () => {
    expect(textOf(plan, "Dockerfile")).toContain("COPY --from=site /site/ /usr/share/nginx/html/");
    expect(textOf(plan, "nginx.default.conf")).toContain("listen 8080;");
    expect(ejected(plan).leftOut.map(({ title }) => title)).toEqual([".env.example", "systemd unit"]);
  });
});

test("the workflow names its secret and never says one, and an address only where it is one", () => {
  const text = textOf(planOf({}), "deploy.yml", { server: "https://deploy.example.com", source: "git" });
  const { jobs } = parse(text);
  expect(jobs.deploy.env).toEqual({
    AUTOSTACK_PROJECT: "shop",
    AUTOSTACK_SERVER: "https://deploy.example.com",
    AUTOSTACK_TOKEN: ["$", "{{ secrets.AUTOSTACK_TOKEN }}"].join(""),
  });
  expect(jobs.deploy.steps).toHaveLength(2);
  const branchesOf = (branch: string | null) => parse(textOf(planOf({}), "deploy.yml", { branch })).on.push.branches;
  expect([branchesOf("release/2"), branchesOf("!x"), branchesOf(null)]).toEqual([["release/2"], ["main"], ["main"]]);
  expect(parse(textOf(planOf({}), "deploy.yml", { server: "x: y" })).jobs.deploy.env.AUTOSTACK_SERVER).toContain(
    "vars.",
  );
});
