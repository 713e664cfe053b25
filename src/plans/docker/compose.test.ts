import { expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import type { AppPlan } from "../plan.ts";
import { treeOf } from "../source-tree.ts";

const DOCKERFILE = "FROM debian:12-slim\nUSER 1000\nEXPOSE 80\n";

function planned(compose: string, files: Record<string, string> = { Dockerfile: DOCKERFILE }): AppPlan {
  const [plan] = scanPart(treeOf({ "compose.yml": compose, ...files }), undefined).apps;
  if (!plan) throw new Error("nothing was recognised");
  return plan;
}

const service = (...lines: string[]) =>
  `services:\n  web:\n    build: .\n${lines.map((line) => `    ${line}\n`).join("")}`;

test.each([
  ['["8080:3000"]', 3000],
  ['["3000"]', 3000],
  ['["127.0.0.1:80:3000/tcp"]', 3000],
  [`["\${PORT:-8080}:3000"]`, 3000],
  ["[{ target: 3000, published: 80 }]", 3000],
  ['["9000:9000/udp"]', 80],
  ['["3000-3005:3000-3005"]', 80],
])("of the ports %p requests go to %p", (ports, port) => {
  expect(planned(service(`ports: ${ports}`)).port).toBe(port);
});

test("a command comes behind the entrypoint that the image has, and in the place of none", () => {
  const command = service('command: ["serve", "--name", "it\'s"]');
  expect(planned(command).start).toBe(`serve --name 'it'\\''s'`);
  const entrypoint = { Dockerfile: `${DOCKERFILE}ENTRYPOINT ["/bin/app"]\n` };
  expect(planned(command, entrypoint).start).toBe(`/bin/app serve --name 'it'\\''s'`);
  expect(planned(service("entrypoint: /other", "command: serve"), entrypoint).start).toBe("/other serve");
});

test("a line for a shell is that line, and a check names its path behind its port as well", () => {
  const plan = planned(
    service(
      'entrypoint: ["/bin/sh", "-c"]',
      'command: ["exec node web.js $$PORT"]',
      'healthcheck: { test: ["CMD", "ask", "80", "/up"] }',
    ),
  );
  expect(plan).toMatchObject({ start: "node web.js $PORT", health: "/up" });
});

test("a service that others wait for until it has ended runs before the switch, and is no process that is started again", () => {
  const migrate =
    '  migrate: { build: ., entrypoint: ["sh", "-c"], command: ["exec npm run migrate"], restart: "no" }\n';
  const waiting = service("command: serve", "depends_on: { migrate: { condition: service_completed_successfully } }");
  const plan = planned(`${waiting}${migrate}  worker: { build: ., command: work }\n`);
  expect(plan.hooks.beforeSwitch).toBe("npm run migrate");
  expect(plan.processes).toEqual([{ name: "worker", command: "work" }]);
  expect(plan.decided.beforeSwitch).toMatch(/^compose\.yml:\d+$/);
  const told = (name: string) => plan.imports.find((line) => line.name === `services.migrate.${name}`);
  expect([told("command")?.verdict, told("restart")?.verdict]).toEqual(["honoured", "ignored"]);
});

test("what AutoStack's own file says wins over the Compose file, and no process runs twice", () => {
  const compose = [
    service("command: serve", 'ports: ["80:4000"]', 'healthcheck: { test: "curl http://localhost:4000/up" }'),
    '  worker: { build: ., command: work }\n  migrate: { build: ., command: "migrate" }\n',
  ].join("");
  const waiting = compose.replace(
    "command: serve",
    "command: serve\n    depends_on: { migrate: { condition: service_completed_successfully } }",
  );
  const own = "start: other\nport: 5000\nhealth: /ready\nprocesses: { worker: mine }\nhooks: { beforeSwitch: first }\n";
  const plan = planned(waiting, { Dockerfile: DOCKERFILE, "autostack.yml": own });
  expect(plan).toMatchObject({
    ...{ start: "other", port: 5000, health: "/ready", processes: [{ name: "worker", command: "mine" }] },
    hooks: { beforeSwitch: "first" },
  });
  expect(plan.decided).toMatchObject({ start: "autostack.yml:1", port: "autostack.yml:2", health: "autostack.yml:3" });
  const told = (name: string) => plan.imports.find((line) => line.name === `services.web.${name}`)?.why;
  expect([told("ports"), told("command")]).toEqual(["autostack.yml:2 decides this.", "autostack.yml:1 decides this."]);
});

test.each([".:/app", "./:/app", "./src:/app/src", "{ type: bind, source: ., target: /app }"])(
  "a service that mounts its source with %p is meant for development",
  (volume) => {
    const plan = planned(
      service("command: npm run dev", `volumes: [${volume.startsWith("{") ? volume : `"${volume}"`}]`),
    );
    expect(plan.start).toBeNull();
    expect(plan.imports.find(({ name }) => name === "services.web.command")?.verdict).toBe("ignored");
  },
);

test("each app of a file has the databases that it names, and no others", () => {
  const compose = [
    "services:",
    '  one: { build: ./one, environment: { STORE: "redis://user:pass@queue:6379/0" } }',
    "  two: { build: ./two, depends_on: [sql] }",
    "  queue: { image: redis:7 }",
    "  sql: { image: mariadb:11 }",
  ].join("\n");
  const files = { "compose.yml": compose, "one/Dockerfile": DOCKERFILE, "two/Dockerfile": DOCKERFILE };
  const { apps } = scanPart(treeOf(files), undefined);
  expect(apps.map(({ path, databases }) => `${path}: ${databases}`)).toEqual(["one: redis", "two: mysql"]);
  expect(apps[0]?.connections).toMatchObject([{ database: "redis", variable: "STORE" }]);
});

test("two Dockerfiles for one context are two apps in the folders where these stand, built from that context", () => {
  const compose = [
    "services:",
    "  api: { build: { context: ., dockerfile: apps/api/Dockerfile }, ports: ['1000:80'] }",
    "  web: { build: { context: ., dockerfile: apps/web/Dockerfile } }",
  ].join("\n");
  const files = { "compose.yml": compose, "apps/api/Dockerfile": DOCKERFILE, "apps/web/Dockerfile": DOCKERFILE };
  const { apps } = scanPart(treeOf(files), undefined);
  expect(apps.map(({ path, context, dockerfile }) => [path, context, dockerfile])).toEqual([
    ["apps/web", ".", "Dockerfile"],
    ["apps/api", ".", "Dockerfile"],
  ]);
});

test.each(["privileged: true", "network_mode: host", 'volumes: ["/var/run/docker.sock:/d"]', 'volumes: ["/:/host"]'])(
  "%p is refused, and said so",
  (line) => {
    const [refused] = planned(service(line)).findings;
    expect(refused).toMatchObject({ id: "compose-refused", level: "error", file: "compose.yml", line: 4 });
  },
);

test("a file that refers to itself without end is no Compose file", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
  const plan = planned(["a0: &a0 [x]", ...lines, "services: { web: { build: ., labels: *a30 } }"].join("\n"));
  expect(plan.imports).toEqual([]);
  expect(plan.findings.map(({ id }) => id)).toEqual(["compose-broken"]);
});

test("with its Dockerfiles left out, the plan is made from the code and says so", () => {
  const files = {
    "compose.yml": service('ports: ["80:4000"]'),
    Dockerfile: DOCKERFILE,
    "package.json": '{"scripts":{"start":"node server.js"}}',
  };
  const apps = (useDockerfile: boolean) => scanPart(treeOf(files), undefined, { useDockerfile }).apps;
  const [used] = apps(true);
  expect(used).toMatchObject({ dockerfile: "Dockerfile", port: 4000 });
  expect(used?.facts.find(({ name }) => name === "without its Dockerfile")?.value).toStartWith("javascript, node ");
  const [made] = apps(false);
  expect(made).toMatchObject({ dockerfile: null, start: "node server.js", port: 3000 });
  expect(made?.findings.map(({ id }) => id)).toContain("dockerfile-left-out");
});

const STAGES = {
  Dockerfile: "FROM debian:12-slim AS base\nFROM base AS web\nEXPOSE 80\nFROM base AS worker\nEXPOSE 9000\n",
};
const asking = (target: string) => `    build:\n      context: .\n      target: ${target}\n`;

test.each([
  ["web", "web", 80],
  ["WEB", "WEB", 80],
  ["1", "1", 80],
  ["worker", null, 9000],
  ["2", null, 9000],
])("the stage %s that a service asks for is the one that is built and read", (named, target, port) => {
  const plan = planned(`services:\n  web:\n${asking(named)}`, STAGES);
  expect(plan).toMatchObject({ target, port });
  expect(plan.imports.find(({ name }) => name === "services.web.build")?.verdict).toBe("honoured");
  expect(plan.findings.map(({ id }) => id)).not.toContain("dockerfile-no-stage");
});

test.each([
  ["development", ""],
  ["web", "    volumes: ['.:/app']\n"],
])("the stage %s of a service that is for a developer's machine is not what is deployed", (stage, volumes) => {
  const dockerfile = `FROM a AS base\nFROM base AS ${stage}\nEXPOSE 80\nFROM base\nEXPOSE 9000\n`;
  const plan = planned(`services:\n  web:\n${asking(stage)}${volumes}`, { Dockerfile: dockerfile });
  expect(plan).toMatchObject({ target: null, port: 9000 });
  expect(plan.imports.find(({ name }) => name === "services.web.build")?.verdict).toBe("approximated");
});

test("a service that asks for another stage than the main one gets that one's, and the report says so", () => {
  const jobs = `  jobs:\n${asking("worker")}    command: ./jobs\n`;
  const plan = planned(`services:\n  web:\n${asking("web")}    ports: ["80:80"]\n${jobs}`, STAGES);
  expect(plan.target).toBe("web");
  expect(plan.findings.find(({ id }) => id === "compose-target")?.title).toBe(
    "jobs asks for the stage worker, but the stage web is built for all services.",
  );
  expect(plan.imports.find(({ name }) => name === "services.jobs.build")?.verdict).toBe("approximated");
});

test("a stage that is not there is said, and the last one is built", () => {
  const plan = planned(`services:\n  web:\n${asking("runner")}`, STAGES);
  expect(plan).toMatchObject({ target: null, port: 9000 });
  expect(plan.findings.find(({ id }) => id === "dockerfile-no-stage")?.title).toBe(
    "Dockerfile has no stage runner, which is asked for, so its last one is built.",
  );
});

test("a Dockerfile of any name that a Compose file names is built, and can be left out", () => {
  const files = {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      dockerfile: web.build\n",
    "web.build": "FROM node:22-slim\nEXPOSE 4000\n",
    "package.json": '{"scripts":{"start":"node server.js"}}',
    "server.js": "",
  };
  const [used] = scanPart(treeOf(files), undefined).apps;
  expect(used).toMatchObject({ dockerfile: "web.build", port: 4000 });
  const [made] = scanPart(treeOf(files), undefined, { useDockerfile: false }).apps;
  expect(made).toMatchObject({ dockerfile: null, start: "node server.js" });
});
