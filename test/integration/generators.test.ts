import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { readSourceTree } from "#src/host/source-tree.ts";
import { eject } from "#src/plans/generators.ts";
import type { AppPlan } from "#src/plans/plan.ts";
import { scan } from "#src/plans/scan.ts";
import { execLine } from "#src/plans/shell-line.ts";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";
import { run } from "../../scripts/lib/run.ts";
import { findActionlint } from "../../scripts/test-setup/actionlint.ts";
import { findHadolint } from "../../scripts/test-setup/hadolint.ts";
import { EJECT_PACKAGES, installPackages } from "../../scripts/test-setup/packages.ts";
import { hostilePlan } from "../support/hostile-plan.ts";
import { PLAN_FIXTURES } from "../support/plan-fixtures-folder.ts";

/** One of each kind; all of them with this set, which takes minutes. */
const ALL = process.env.AUTOSTACK_TEST_ALL_PLANS === "1";
const MINUTES_MS = ALL ? 1_200_000 : 300_000;
const CHOSEN = [
  ...["javascript/next", "javascript/bot", "javascript-static/angular", "javascript/vite-react", "python/flask-celery"],
  ...[
    "python/django",
    "go/net-http",
    "rust/axum",
    "docker/dockerfile",
    "docker/compose",
    "pages/html",
    "elixir/phoenix",
  ],
];
const HOSTILE = 60;
/** docs/decisions/0016 says why. */
const DECIDED_AGAINST = ["DL3003", "DL3008", "DL3013", "DL3016", "DL4006"];

type Written = { plan: AppPlan; name: string; folder: string; paths: string[] };

let folder = "";
let projects: Written[] = [];

beforeAll(async () => {
  await installPackages(EJECT_PACKAGES, console.error);
  folder = await mkdtemp(join(tmpdir(), "autostack-eject-"));
  const plans = await plansOfFixtures();
  const hostile = fc.sample(hostilePlan, { numRuns: HOSTILE, seed: 5 });
  for (const [index, plan] of hostile.entries()) plans.set(`hostile-${index}`, plan);
  projects = await Promise.all([...plans].map(([name, plan]) => write(name, plan)));
}, MINUTES_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function plansOfFixtures(): Promise<Map<string, AppPlan>> {
  const every = readdirSync(PLAN_FIXTURES).flatMap((group) =>
    readdirSync(join(PLAN_FIXTURES, group)).map((name) => `${group}/${name}`),
  );
  const plans = new Map<string, AppPlan>();
  for (const fixture of ALL ? every : CHOSEN) {
    const { apps } = scan(await readSourceTree(join(PLAN_FIXTURES, fixture)));
    const name = fixture.replaceAll(/[^a-z0-9]+/g, "-");
    for (const [index, app] of apps.entries()) plans.set(`${name}-${index}`, app);
  }
  return plans;
}

async function write(of: string, plan: AppPlan): Promise<Written> {
  // As long as a slug can be.
  const name = of.slice(-40).replace(/^-+/, "a").padEnd(40, "x");
  const into = join(folder, name);
  const { files } = eject({ plan, name, server: "https://deploy.example.com", source: "upload" });
  for (const { path, text } of files) {
    await mkdir(join(into, dirname(path)), { recursive: true });
    await Bun.write(join(into, path), text);
  }
  return { plan, name, folder: into, paths: files.map(({ path }) => join(into, path)) };
}

/** For tools that take one file at a time: some of the hostile ones are enough. */
const isOften = ({ name }: Written) => ALL || !/^hostile-\d*[1-9]x+$/.test(name);

const pathsOf = (pattern: RegExp, of: (project: Written) => boolean = () => true) =>
  projects.filter(of).flatMap(({ paths }) => paths.filter((path) => pattern.test(path)));

/** Runs a tool over files; what it wrote, and how it ended. */
async function judge(argv: readonly string[], env: Record<string, string> = {}, cwd = folder) {
  const child = Bun.spawn([...argv], { cwd, env: { ...process.env, ...env }, stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { out, err, code };
}

test(
  "NGINX takes every site",
  async () => {
    const sites = pathsOf(/\.conf$/);
    const config = join(folder, "nginx.conf");
    const includes = sites.map((path) => `  include ${path};\n`).join("");
    const head = `pid ${folder}/nginx.pid;\nerror_log stderr;\nevents {}\n`;
    await Bun.write(config, `${head}http {\n  access_log off;\n${includes}}\n`);
    const { code, err } = await judge([EJECT_PACKAGES["nginx-light"] ?? "nginx", "-t", "-c", config]);
    expect([code, err.replaceAll(folder, "")]).toEqual([0, expect.stringContaining("test is successful")]);
    expect(sites.length).toBeGreaterThan(20);
  },
  MINUTES_MS,
);

test(
  "systemd takes every unit without a word",
  async () => {
    const units = pathsOf(/\.service$/);
    const { code, out, err } = await judge(["systemd-analyze", "verify", "--man=no", ...units]);
    const about = `${out}${err}`.split("\n").filter((line) => units.some((path) => line.includes(basename(path))));
    expect([code, about]).toEqual([0, []]);
    expect(units.length).toBeGreaterThan(15);
  },
  MINUTES_MS,
);

test(
  "Compose takes every file, and reads the commands as they were meant",
  async () => {
    const anything = Object.fromEntries(
      projects
        .flatMap(({ plan }) => plan.variables.filter(({ name }) => /^[A-Za-z_]\w*$/.test(name) && name !== "PATH"))
        .map(({ name }) => [name, "x"]),
    );
    const passwords = { POSTGRES_PASSWORD: "x", MYSQL_PASSWORD: "x", MONGO_PASSWORD: "x" };
    for (const { plan, name, paths } of projects.filter(isOften)) {
      const [file] = paths.filter((path) => path.endsWith("/compose.yaml"));
      if (file === undefined) continue;
      const values = Object.fromEntries(Object.keys(plan.values).map((key) => [key, "x"]));
      const env = { ...anything, ...passwords, ...values, A: "x", PATH: process.env.PATH ?? "" };
      const { code, out, err } = await judge(["docker-compose", "--file", file, "config"], env);
      expect([name, code, err]).toEqual([name, 0, ""]);
      const { services } = parse(out, { version: "1.1" }) as { services: Record<string, { command?: string[] }> };
      const lines = [plan.hooks.beforeSwitch ?? "", ...plan.processes.map(({ command }) => command)];
      const commands = lines.map((line) => execLine(line).replaceAll("$", "$$$$"));
      for (const { command = [] } of Object.values(services)) {
        if (command.length === 1 && plan.dockerfile === null) expect(commands).toContain(command[0] ?? "");
      }
    }
  },
  MINUTES_MS,
);

test(
  "hadolint finds nothing in any Dockerfile",
  async () => {
    const hadolint = await findHadolint(cacheFolder(), console.error);
    // What a source's own commands are is not for us to say.
    const files = pathsOf(/\/Dockerfile$/).filter((path) => !path.includes("/hostile-"));
    const ignored = DECIDED_AGAINST.flatMap((rule) => ["--ignore", rule]);
    const { code, out } = await judge([hadolint, "--no-color", "--failure-threshold", "warning", ...ignored, ...files]);
    expect([code, out.match(/.* (?:warning|error): .*/g)]).toEqual([0, null]);
  },
  MINUTES_MS,
);

test(
  "Node reads every configuration of PM2",
  async () => {
    for (const path of pathsOf(/\.cjs$/, isOften)) await run(["node", "--check", path]);
    const [path = ""] = pathsOf(/flask-celery-0x+\/ecosystem\.config\.cjs$/);
    const names = await run(["node", "--print", "require(process.argv[1]).apps.map((app) => app.name).join()", path]);
    expect(names.trim()).toMatch(/^(python-flask-celery-0x+),\1-worker,\1-beat$/);
  },
  MINUTES_MS,
);

test(
  "actionlint finds nothing in the workflow",
  async () => {
    const actionlint = await findActionlint(cacheFolder(), console.error);
    const { code, out } = await judge([actionlint, "-no-color", ...pathsOf(/\.yml$/).slice(0, 3)]);
    expect([code, out]).toEqual([0, ""]);
  },
  MINUTES_MS,
);

test(
  "Nix and a reader of TOML take what is for Replit",
  async () => {
    const nix = pathsOf(/replit\.nix$/);
    const { code, err } = await judge(["nix-instantiate", "--parse", ...nix]);
    expect([code, err.match(/error.*/g)]).toEqual([0, null]);
    for (const path of pathsOf(/\.replit$/)) {
      const read = Bun.TOML.parse(await Bun.file(path).text()) as { deployment: object };
      expect(Object.keys(read.deployment)).toContain("deploymentTarget");
    }
  },
  MINUTES_MS,
);
