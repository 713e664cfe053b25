import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { composeOf, ejected, planOf, textOf } from "../../test/support/ejected.ts";

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
    expect(files.map(({ id }) => id)).toEqual(["compose.yaml", "shop.conf", "deploy.yml", "replit.nix"]);
    expect(leftOut.map(({ title }) => title)).toEqual([
      ...[".env.example", "Dockerfile", ".dockerignore", "systemd unit", "PM2", ".replit"],
    ]);
    expect(composeOf(planOf({ dockerfile: "docker/Dockerfile", start: null })).services.web?.build).toEqual({
      ...{ context: ".", dockerfile: "docker/Dockerfile" },
    });
  });

  test("is passed on to by NGINX, with WebSockets and with the visitor's address", () => {
    const text = textOf(planOf({}), "shop.conf");
    expect(text).toContain("server 127.0.0.1:3000;");
    expect(text).toContain("proxy_set_header Upgrade $http_upgrade;");
    expect(text).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
  });
});

const wanted = (name: string, fields: object = {}) => ({
  ...{ name, required: true, secret: true, example: "", file: "server.js", line: 1 },
  ...fields,
});

describe("databases", () => {
  const plan = planOf({
    databases: ["postgresql", "redis", "sqlite"],
    connections: [
      { database: "postgresql", variable: "DATABASE_URL", file: "a.js", line: 1 },
      { database: "redis", variable: "REDIS_HOST", file: "a.js", line: 2 },
      { database: "sqlite", variable: "DB_PATH", file: "a.js", line: 3 },
    ],
    variables: [
      wanted("DATABASE_URL", { example: "postgres+driver://localhost/x" }),
      wanted("LOG", { required: false }),
    ],
  });

  test("stand beside the program with a volume and a check, and the program is told where", () => {
    const { services } = composeOf(plan);
    expect(Object.keys(services)).toEqual(["web", "postgres", "redis"]);
    expect(services.web?.depends_on).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
    });
    expect(services.web?.environment).toMatchObject({ REDIS_HOST: "redis", LOG: null });
    expect(services.web?.environment.DATABASE_URL).toMatch(
      /^postgres\+driver:\/\/app:\$\{POSTGRES_PASSWORD:\?.*\}@postgres:5432\/app$/,
    );
    expect(services.postgres?.volumes).toEqual(["postgres:/var/lib/postgresql/data"]);
  });

  test("have a password that only .env knows", () => {
    expect(textOf(plan, ".env.example")).toEndWith("POSTGRES_PASSWORD=\n");
    expect(textOf(plan, "compose.yaml").match(/POSTGRES_PASSWORD: .*/)?.[0]).toContain("Set POSTGRES_PASSWORD in .env");
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

  test("gets an image with a server in it, and needs no unit", () => {
    expect(textOf(plan, "Dockerfile")).toContain("COPY --from=site /site/ /usr/share/nginx/html/");
    expect(textOf(plan, "nginx.conf")).toContain("listen 8080;");
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
  expect(parse(textOf(planOf({}), "deploy.yml", { server: "x: y" })).jobs.deploy.env.AUTOSTACK_SERVER).toContain(
    "vars.",
  );
});
