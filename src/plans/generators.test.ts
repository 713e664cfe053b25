import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parse } from "yaml";
import { hostilePlan } from "../../test/support/hostile-plan.ts";
import { parseDotenv } from "../projects/dotenv.ts";
import { completePlan, type Draft } from "./detector.ts";
import type { Ejected } from "./generators/generator.ts";
import { eject } from "./generators.ts";
import type { AppPlan } from "./plan.ts";
import { execLine } from "./shell-line.ts";

const RUNS = { numRuns: 150 };
const NODE: Draft = {
  ...{ kind: "server", language: "JavaScript", runtime: { name: "node", version: "22", from: "default" } },
  ...{
    packageManager: "npm",
    install: "npm ci",
    build: "npm run build",
    start: "node server.js",
    port: 3000,
    health: "/up",
  },
};
const SITE = { kind: "static", start: null, port: null, output: "dist" } as const;

const planOf = (draft: Partial<AppPlan>): AppPlan => ({ ...completePlan(".", NODE), ...draft });
const ejected = (plan: AppPlan, more: Partial<Ejected> = {}) =>
  eject({ plan, name: "shop", server: null, source: "upload", ...more });

function textOf(plan: AppPlan, id: string, more: Partial<Ejected> = {}): string {
  const file = ejected(plan, more).files.find((one) => one.id === id);
  if (!file) throw new Error(`There is no ${id}.`);
  return file.text;
}

type Compose = { services: Record<string, Record<string, unknown> & { environment: Record<string, string | null> }> };
const composeOf = (plan: AppPlan): Compose => parse(textOf(plan, "compose.yaml"), { version: "1.1" });
/** What a program gets of a value, once Compose has put variables in. */
const filled = (text: string) => text.replaceAll("$$", "$");

function pm2Apps(plan: AppPlan): Record<string, unknown>[] {
  const module = { exports: { apps: [] } };
  const run = new Function("module", "require", "__dirname", "process", textOf(plan, "ecosystem.config.cjs"));
  run(module, () => ({ join: (...parts: string[]) => parts.join("/") }), "/srv/shop", { env: { PATH: "/bin" } });
  return module.exports.apps;
}

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

describe("whatever a source says,", () => {
  const each = (check: (plan: AppPlan) => void) => fc.assert(fc.property(hostilePlan, check), RUNS);
  const servers = (check: (plan: AppPlan) => void) =>
    each((plan) => {
      if (plan.kind !== "static") check(plan);
    });
  const firstLine = (plan: AppPlan) => execLine(plan.start ?? "");

  test("its commands reach Compose as one value", () => {
    servers((plan) => {
      const { services } = composeOf(plan);
      const commands = Object.values(services).flatMap(({ entrypoint, command }) => (entrypoint ? command : []));
      const others = plan.processes.map(({ command }) => execLine(command));
      for (const command of commands) expect(others).toContain(filled(String(command)));
    });
  });

  test("its values reach Compose as they are, and only those that may be seen", () => {
    servers((plan) => {
      const { environment } = composeOf(plan).services.web ?? { environment: {} };
      const asked = /^\$\{\w+:\?[^}]*\}$|^\w[\w+]*:\/\/[\w:@/]*(?:\$\{\w+:\?[^}]*\}[\w:@/]*)?$/;
      const seen = Object.entries(environment).filter(([, value]) => value !== null && !asked.test(value));
      const own = { PORT: "3000", HOST: "0.0.0.0", HOSTNAME: "0.0.0.0" };
      for (const [name, value] of seen) expect(filled(value ?? "")).toBe({ ...own, ...plan.values }[name] ?? "");
    });
  });

  test("its commands reach PM2 as one value", () => {
    servers((plan) => expect(pm2Apps(plan)[0]?.args).toEqual(["-c", firstLine(plan)]));
  });

  test("its commands reach systemd as one value, and no line of the unit is its own", () => {
    servers((plan) => {
      const lines = textOf(plan, "shop.service").split("\n");
      for (const line of lines) expect(line).toMatch(/^(?:$|#|\[(?:Unit|Service|Install)\]$|[A-Z][A-Za-z]+=)/);
      const starts = lines.filter((line) => line.startsWith("Exec"));
      expect(starts).toHaveLength(1);
      const [, word = ""] = /^ExecStart=\/bin\/sh -c "([^"]*)"$/.exec(starts[0] ?? "") ?? [];
      const plain = word.replaceAll("%%", "%").replaceAll("$$", "$");
      const command = plain.replace(/\\x([0-9a-f]{2})/g, (_all, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
      expect(command).toBe(firstLine(plan));
      expect(lines.filter((line) => line.endsWith("\\"))).toEqual([]);
    });
  });

  test("its commands reach Replit as one value", () => {
    servers((plan) => {
      const { run } = Bun.TOML.parse(textOf(plan, ".replit")) as { run: string[] };
      expect(run.slice(0, 2)).toEqual(["sh", "-c"]);
      expect(run[2]).toEndWith((plan.start ?? "").toWellFormed());
    });
  });

  test("only programs that are known get into replit.nix", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === "replit.nix");
      if (made) expect(made.text).toMatch(/^\{ pkgs \}: \{\n {2}deps = \[\n(?: {4}pkgs\.[\w.]+\n)+ {2}\];\n\}\n$/);
    });
  });

  test("a .env.example is read back as the variables' names, and runs nothing in a shell", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === ".env.example");
      for (const { name, value } of parseDotenv(made?.text ?? "")) {
        expect(name).toMatch(/^[A-Za-z_]\w*$/);
        if (/[$`]/.test(value)) expect(made?.text).toContain(`${name}='${value}'`);
      }
    });
  });

  test("NGINX gets no variable, block or line of its own", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === "shop.conf");
      const code = (made?.text ?? "").split("\n").filter((line) => !line.trimStart().startsWith("#"));
      const bare = code.join("\n").replace(/"(?:[^"\\]|\\.)*"/g, '""');
      expect(bare.match(/\bserver \{/g)?.length ?? 1).toBe(1);
      expect(bare.match(/\{/g)?.length).toBe(bare.match(/\}/g)?.length);
      const variables = new Set(code.join("\n").match(/\$[a-z_0-9]+/g));
      for (const name of variables) expect(KNOWN_VARIABLES).toContain(name);
    });
  });

  test("the workflow is the same", () => {
    const text = textOf(planOf({}), "deploy.yml");
    each((plan) => expect(textOf(plan, "deploy.yml")).toBe(text));
  });
});

const KNOWN_VARIABLES = [
  ...["$http_upgrade", "$app_shop_connection", "$host", "$remote_addr", "$scheme", "$uri", "$1"],
];
