import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import ignore from "ignore";
import { parse } from "yaml";
import { PLAN_FIXTURES } from "../../test/support/plan-fixtures-folder.ts";
import { readSourceTree } from "../host/source-tree.ts";
import { parseDotenv } from "../projects/dotenv.ts";
import { readInstructions } from "./docker/dockerfile-text.ts";
import { wantedBy } from "./generators/generator.ts";
import { type Ejection, eject, type ShownFile } from "./generators.ts";
import type { AppPlan } from "./plan.ts";
import { scan } from "./scan.ts";
import { execLine } from "./shell-line.ts";
import { type SourceTree, treeOf } from "./source-tree.ts";

const GENERATORS = [
  ...[".env.example", "Dockerfile", ".dockerignore", "Compose file", "NGINX site", "systemd unit", "PM2"],
  ...["GitHub Actions", ".replit", "replit.nix"],
];

type Case = { name: string; tree: SourceTree; plan: AppPlan; ejection: Ejection };

async function casesOf(fixture: string): Promise<Case[]> {
  const tree = await readSourceTree(join(PLAN_FIXTURES, fixture));
  return scan(tree).apps.map((plan) => {
    const ejection = eject({ plan, name: "shop", server: null, source: "upload" });
    return { name: `${fixture} ${plan.path}`, tree, plan, ejection };
  });
}

const fixtures = readdirSync(PLAN_FIXTURES).flatMap((group) =>
  readdirSync(join(PLAN_FIXTURES, group)).map((name) => `${group}/${name}`),
);
const cases = (await Promise.all(fixtures.map(casesOf))).flat();

/** What became of each case's file, with the case. */
function made(pattern: RegExp) {
  const all = cases.flatMap((one) => {
    const file = one.ejection.files.find(({ path }) => pattern.test(path));
    return file ? [{ ...one, text: file.text }] : [];
  });
  expect(all.length).toBeGreaterThan(60);
  return all;
}

test("every stack gets each file, or a sentence that says why not", () => {
  for (const one of cases) {
    const { files, leftOut } = one.ejection;
    const told = [...new Set([...files, ...leftOut].map(({ title }) => title))].sort();
    expect([one.name, told]).toEqual([one.name, [...GENERATORS].sort()]);
    for (const { title, why } of leftOut) expect([one.name, title, why]).toEqual([one.name, title, sentence]);
    for (const { path, text } of files) expect([one.name, path, text]).toEqual([one.name, path, complete]);
    expect(new Set(files.map(({ id }) => id)).size).toBe(files.length);
  }
  expect(cases.length).toBeGreaterThan(150);
});

const sentence = expect.stringMatching(/^[A-Z].{10,}\.$/);
const complete = expect.stringMatching(/^(?![\s\S]*(?:\bundefined\b|\bNaN\b|\[object ))[\s\S]+\n$/);

describe("a Dockerfile to keep", () => {
  test("consists of what Docker knows, and ends as a user without rights or as NGINX' own", () => {
    for (const { name, plan, text } of made(/(?:^|\/)Dockerfile$/)) {
      const instructions = readInstructions(text);
      for (const { keyword } of instructions) {
        expect(["FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "EXPOSE", "CMD"]).toContain(keyword);
      }
      const last = (keyword: string) => instructions.findLast((one) => one.keyword === keyword)?.rest ?? null;
      if (plan.kind === "static") expect([name, last("FROM")]).toEqual([name, expect.stringContaining("unprivileged")]);
      else
        expect([name, last("USER"), last("CMD")]).toEqual([
          name,
          "10001:10001",
          expect.stringMatching(/^\["sh","-c",/),
        ]);
    }
  });

  test("is understood by AutoStack too: the same port, and nothing in it that could not be built", () => {
    for (const { name, plan, text } of made(/(?:^|\/)Dockerfile$/)) {
      const [read] = scan(treeOf({ Dockerfile: text })).apps;
      const port = plan.kind === "static" ? 8080 : plan.port;
      expect([name, read?.dockerfile]).toEqual([name, "Dockerfile"]);
      if (plan.kind !== "worker" && port !== null) expect([name, read?.port]).toEqual([name, port]);
      expect([name, read?.findings.filter(({ level }) => level === "error")]).toEqual([name, []]);
    }
  });

  test("has all that it copies in its context", () => {
    for (const { name, tree, plan, text } of made(/\.dockerignore$/)) {
      const rules = ignore().add(text);
      const wanted = plan.manifests.filter((file) => tree.files.includes(posix.join(plan.context, file)));
      expect([name, wanted.filter((file) => rules.ignores(file))]).toEqual([name, []]);
    }
  });
});

test("a project that was ejected and committed is deployed as before: by its Dockerfile, with the same processes", () => {
  for (const { name, tree, plan, ejection } of cases) {
    const ejected = new Map(ejection.files.map(({ path, text }) => [path, text]));
    if (plan.dockerfile || !ejection.files.some(({ id }) => id === "Dockerfile")) continue;
    const files = [...new Set([...tree.files, ...ejected.keys()])].sort();
    const { apps } = scan({ ...tree, files, read: (path) => ejected.get(path) ?? tree.read(path) });
    const again = apps.find(({ path, dockerfile }) => path === plan.context && dockerfile === "Dockerfile");
    expect([name, again?.dockerfile]).toEqual([name, "Dockerfile"]);
    const isSite = plan.kind === "static";
    const namesOf = (of: AppPlan | undefined) =>
      isSite ? [] : (of?.processes.map((process) => process.name).sort() ?? []);
    expect([name, namesOf(again)]).toEqual([name, namesOf(plan)]);
    const before = (of: AppPlan | undefined) => execLine(of?.hooks.beforeSwitch ?? "");
    if (!isSite) expect([name, before(again)]).toEqual([name, before(plan)]);
    if (plan.kind === "server") expect([name, again?.port]).toEqual([name, plan.port]);
  }
});

test("a Compose file asks for nothing that AutoStack would refuse, and says each service's work", () => {
  for (const { name, text } of made(/compose\.yaml$/)) {
    const { findings } = scan(treeOf({ "compose.yaml": text, Dockerfile: "FROM scratch\n" })).apps[0] ?? {
      findings: [],
    };
    expect([name, findings.filter(({ id }) => id === "compose-refused")]).toEqual([name, []]);
    for (const service of Object.values<Record<string, unknown>>(parse(text).services)) {
      expect(service.build ?? service.image).toBeDefined();
    }
  }
});

test("a .env.example asks for what is read, and for passwords of databases", () => {
  for (const { name, plan, text } of made(/\.env\.example$/)) {
    const known = [
      ...wantedBy(plan).map((wanted) => wanted.name),
      "POSTGRES_PASSWORD",
      "MYSQL_PASSWORD",
      "MONGO_PASSWORD",
    ];
    expect([name, parseDotenv(text).filter((read) => !known.includes(read.name))]).toEqual([name, []]);
  }
});

test("a file for a machine without containers names nothing that only an image has", () => {
  const isForMachine = ({ path }: ShownFile) => /\.service$|\.cjs$|\.replit$/.test(path);
  for (const one of cases) {
    const { files } = one.ejection;
    for (const { path, text } of files.filter(isForMachine)) {
      expect([one.name, path, text]).toEqual([
        one.name,
        path,
        expect.not.stringMatching(/["' =]\/app\b|apache2-foreground/),
      ]);
    }
    const paths = files.map(({ path }) => path);
    if (one.plan.kind === "static") expect(paths.filter((path) => path.endsWith(".service"))).toEqual([]);
    if (paths.includes("replit.nix")) expect(paths).toContain(".replit");
  }
});

test("PM2, Replit and GitHub read what they are given", () => {
  for (const { name, text } of made(/\.cjs$/)) {
    const module = { exports: { apps: [] as { name: string }[] } };
    new Function("module", "require", "__dirname", "process", text)(module, () => posix, "/srv/shop", { env: {} });
    expect([name, module.exports.apps[0]?.name]).toEqual([name, "shop"]);
  }
  for (const { name, plan, text } of made(/\.replit$/)) {
    const { deployment } = Bun.TOML.parse(text) as { deployment: Record<string, unknown> };
    const key = plan.kind === "static" ? "publicDir" : "run";
    expect([name, deployment[key]]).toEqual([name, expect.anything()]);
  }
  for (const { text } of made(/deploy\.yml$/)) expect(Object.keys(parse(text).jobs)).toEqual(["deploy"]);
});
