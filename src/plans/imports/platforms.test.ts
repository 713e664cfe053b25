import { describe, expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import { treeOf } from "../source-tree.ts";

const SITE = { "package.json": '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}', "index.html": "" };
const SERVER = { "package.json": '{"scripts":{"start":"node a.js","build":"tsc"}}', "a.js": "" };
const CELERY = {
  "requirements.txt": "flask\ncelery[redis]\n",
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
  "jobs.py": "from celery import Celery\ncelery = Celery('jobs')\ncelery.conf.beat_schedule = {}\n",
};

function planOf(files: Record<string, string>, path = ".") {
  const plan = scanPart(treeOf(files), path === "." ? undefined : path).apps.find((each) => each.path === path);
  if (!plan) throw new Error("Nothing was recognised.");
  return plan;
}

const verdicts = (plan: ReturnType<typeof planOf>) =>
  Object.fromEntries(plan.imports.map(({ name, verdict }) => [name, verdict]));

describe("netlify.toml at the root", () => {
  const below = (folder: string) =>
    Object.fromEntries(Object.entries(SITE).map(([file, text]) => [`${folder}/${file}`, text]));

  test("is about the folder that it names as its base", () => {
    const text =
      '[build]\nbase = "site/"\ncommand = "npm run docs"\npublish = "out"\n[[redirects]]\nfrom = "/a"\nto = "/b"\n';
    const plan = planOf({ ...below("site"), "netlify.toml": text }, "site");
    expect(plan).toMatchObject({ build: "npm run docs", output: "out", redirects: ["/a /b 301"] });
    expect(plan.decided).toMatchObject({ build: "../netlify.toml:3", output: "../netlify.toml:4" });
  });

  test("without a base is about the part of the workspace whose files it publishes, and of no other", () => {
    const text = '[build]\ncommand = "npm run build -w web"\npublish = "web/build"\n';
    const files = { ...below("web"), ...below("admin"), "netlify.toml": text };
    expect(planOf(files, "web")).toMatchObject({ build: "npm run build", output: "build" });
    expect(planOf(files, "admin")).toMatchObject({ output: "dist", decided: {} });
    expect(verdicts(planOf(files, "admin"))).toEqual({ "build.command": "ignored", "build.publish": "ignored" });
  });

  test("says first what a production deployment is built with", () => {
    const text =
      '[build]\ncommand = "make"\n[context.production]\ncommand = "make all"\n[context.production.environment]\nNODE_VERSION = "20"\nSITE = "x"\n';
    const plan = planOf({ ...SITE, "netlify.toml": text });
    expect(plan).toMatchObject({ build: "make all", runtime: { version: "20" } });
    expect(plan.variables.map(({ name }) => name)).toEqual(["SITE"]);
  });
});

describe("vercel.json", () => {
  test.each([
    ['"rewrites":[{"source":"/((?!api/|_next).*)","destination":"/index.html"}]', "approximated"],
    ['"rewrites":[{"source":"/(.*)","destination":"/"}]', "honoured"],
    ['"rewrites":[{"source":"/:path*","destination":"index.html"}]', "honoured"],
    ['"routes":[{"handle":"filesystem"},{"src":"/.*","dest":"/index.html"}]', "honoured"],
  ])("answers with one page for what is no file: %s", (rule, verdict) => {
    const plan = planOf({ ...SITE, "vercel.json": `{${rule}}` });
    expect(plan.redirects).toEqual(["/* /index.html 200"]);
    expect(plan.imports.at(-1)?.verdict).toBe(verdict as "honoured");
  });

  test("a pattern that is not for all paths is no such rule", () => {
    const rule = '{"rewrites":[{"source":"/app/((?!x).*)","destination":"/index.html"}]}';
    expect(planOf({ ...SITE, "vercel.json": rule }).redirects).toEqual([]);
  });

  test("functions beside files alone are a finding, beside a server they are not", () => {
    const ids = (files: Record<string, string>) => planOf(files).findings.map(({ id }) => id);
    expect(ids({ ...SITE, "vercel.json": "{}", "api/hello.js": "" })).toContain("functions-not-run");
    expect(ids({ ...SITE, "netlify/functions/a.mts": "" })).toContain("functions-not-run");
    expect(ids({ ...SITE, "api/hello.js": "" })).not.toContain("functions-not-run");
    expect(ids({ ...SERVER, "vercel.json": "{}", "api/hello.js": "" })).not.toContain("functions-not-run");
  });
});

describe("processes", () => {
  test("that a file names are in place of what the code lets guess", () => {
    const guessed = planOf(CELERY).processes.map(({ name }) => name);
    expect(guessed).toEqual(["worker", "beat"]);
    const named = planOf({ ...CELERY, Procfile: "web: gunicorn app:app\nworker: celery -A jobs worker -c 2\n" });
    expect(named.processes).toContainEqual({ name: "worker", command: "celery -A jobs worker -c 2" });
    expect(named.processes.map(({ name }) => name).sort()).toEqual(["beat", "worker"]);
  });

  test("of the same kind run once, whatever they are called", () => {
    const plan = planOf({ ...CELERY, Procfile: "jobs: celery -A jobs worker -B\n" });
    expect(plan.processes).toEqual([{ name: "jobs", command: "celery -A jobs worker -B" }]);
  });

  test("of fly.toml run in the image, also in one of a Dockerfile", () => {
    const toml = "[processes]\napp = 'bin/web'\njobs = 'bin/jobs'\n";
    const plan = planOf({ Dockerfile: "FROM debian\nEXPOSE 80\nCMD x\n", "fly.toml": toml });
    expect(plan).toMatchObject({ start: "bin/web", processes: [{ name: "jobs", command: "bin/jobs" }] });
  });

  test("of heroku.yml that need another image than web's are not run in that one", () => {
    const text =
      "build:\n  docker:\n    web: Dockerfile\n    jobs: jobs.Dockerfile\nrun:\n  web: a\n  jobs: b\n  clock:\n    command:\n      - c\n    image: web\n";
    const plan = planOf({ Dockerfile: "FROM debian\nCMD x\n", "jobs.Dockerfile": "FROM debian\n", "heroku.yml": text });
    expect(plan).toMatchObject({ start: "a", processes: [{ name: "clock", command: "c" }] });
  });
});

describe("packages", () => {
  test("of an Aptfile are installed, and what is no name is not", () => {
    const plan = planOf({ ...SERVER, Aptfile: "# fonts\nlibreoffice\nlibgl1-mesa-glx\nhttps://example.com/a.deb\n" });
    expect(plan.packages.run).toEqual(["libgl1", "libreoffice"]);
    expect(Object.values(verdicts(plan))).toEqual(["honoured", "honoured", "ignored"]);
  });

  test("of Nix are installed by Debian's names, and a runtime decides its version", () => {
    const toml = '[phases.setup]\nnixPkgs = ["...", "nodejs_20", "poppler_utils", "nonsense"]\n';
    const plan = planOf({ ...SERVER, "nixpacks.toml": toml });
    expect(plan).toMatchObject({ runtime: { version: "20" }, packages: { run: ["poppler-utils"] } });
    expect(Object.values(verdicts(plan))).toEqual(["ignored", "honoured", "approximated", "ignored"]);
  });

  test("of replit.nix and the modules of .replit likewise", () => {
    const nix = "{ pkgs }: {\n  deps = [\n    pkgs.nodejs-18_x\n    pkgs.imagemagick # for thumbnails\n  ];\n}\n";
    const files = { ...SERVER, "replit.nix": nix };
    expect(planOf(files)).toMatchObject({ runtime: { version: "18" }, packages: { run: ["imagemagick"] } });
    const modules = planOf({ ...files, ".replit": 'modules = ["nodejs-22", "postgresql-16"]\n' });
    expect(modules).toMatchObject({ runtime: { version: "22" }, databases: ["postgresql"] });
  });
});

test("render.yaml names the runtime's version among its variables", () => {
  const text =
    "services:\n- type: web\n  startCommand: node a.js\n  envVars:\n  - key: NODE_VERSION\n    value: 20.11.1\n- type: keyvalue\n  name: cache\n";
  const plan = planOf({ ...SERVER, "render.yaml": text });
  expect(plan).toMatchObject({ runtime: { version: "20" }, databases: ["redis"], variables: [] });
});

test("… among railpack.json's commands stands for the plan's own", () => {
  const text = '{"steps":{"build":{"commands":["...","npm run seo"]}}}';
  expect(planOf({ ...SERVER, "railpack.json": text }).build).toBe("npm run build && npm run seo");
});

test("headers below the address of another site are not the site's own", () => {
  const text = "/*\n  X-A: b\nhttps://:project.example.com/*\n  X-Robots-Tag: noindex\n/c\n  X-D: e\n";
  const plan = planOf({ "index.html": "", _headers: text });
  expect(plan.imports.map(({ verdict }) => verdict)).toEqual([
    ...["honoured", "honoured", "ignored", "ignored", "honoured", "honoured"],
  ] as (typeof plan.imports)[number]["verdict"][]);
});

test("captain-definition's lines name the runtime's version at least where they are not built", () => {
  const text = '{"schemaVersion":1,"dockerfileLines":["FROM node:20-alpine","CMD node a.js"]}';
  const plan = planOf({ ...SERVER, "captain-definition": text });
  expect(plan.runtime.version).toBe("20");
  expect(plan.imports.map(({ verdict }) => verdict)).toEqual(["ignored", "approximated", "ignored"]);
  expect(planOf({ ...SERVER, "captain-definition": text.replace("node:20", "python:3.12") }).runtime.version).toBe(
    "24",
  );
});

test("a rule that the site's server leaves out is not called honoured", () => {
  const verdictsOf = (file: string, text: string) =>
    planOf({ "index.html": "", [file]: text }).imports.map(({ verdict }) => verdict);
  const redirects = "/a /b\n/api/* https://api.example.com/:splat 200\n/c https://example.com 301\n/d /e 418\n";
  expect(verdictsOf("_redirects", redirects)).toEqual(["honoured", "ignored", "honoured", "ignored"]);
  const headers = "/*\n  Basic-Auth: ann:secret\n  Set-Cookie: a=1\n  X-A: b\n";
  expect(verdictsOf("_headers", headers)).toEqual(["honoured", "ignored", "ignored", "honoured"]);
});

test("beside a Dockerfile a Procfile's other processes run in the same image, and its own command starts the server", () => {
  const plan = planOf({ Dockerfile: 'FROM x\nCMD ["a"]\n', Procfile: "web: b\nworker: c\nrelease: d\n" });
  expect(plan).toMatchObject({ start: null, processes: [{ name: "worker", command: "c" }] });
  expect(plan.hooks.beforeSwitch).toBe("d");
  expect(verdicts(plan)).toEqual({ web: "ignored", worker: "honoured", release: "honoured" });
});

test("Hugo's npm packages are installed also where a file says how the site is built", () => {
  const files = {
    ...{ "hugo.toml": 'baseURL = "/"', "package-lock.json": "{}" },
    "package.json": '{"devDependencies":{"postcss-cli":"11"}}',
    "netlify.toml": '[build]\ncommand = "hugo --gc"\n',
  };
  expect(planOf(files)).toMatchObject({ install: "npm ci", build: "hugo --gc" });
});

test("libraries that Replit names for Nix are Debian's", () => {
  const plan = planOf({ ...SERVER, ".replit": '[nix]\npackages = ["cairo", "pango", "glibcLocales"]\n' });
  expect(plan.packages.run).toEqual(["libcairo2", "libpangocairo-1.0-0", "locales"]);
});

describe("render.yaml with images", () => {
  const worker = (rest: string) =>
    `  - { type: worker, name: jobs, runtime: docker, dockerCommand: run jobs${rest} }\n`;
  const files = (rest: string) => ({
    Dockerfile: "FROM x\n",
    "render.yaml": `services:\n  - { type: web, name: a, runtime: docker, dockerCommand: serve a, startCommand: b }\n${worker(rest)}`,
  });

  test("starts the image by its own command, and a worker of the same image beside it", () => {
    const plan = planOf(files(", dockerfilePath: ./Dockerfile"));
    expect(plan).toMatchObject({ start: "serve a", processes: [{ name: "jobs", command: "run jobs" }] });
    expect(verdicts(plan)).toMatchObject({
      "services[0].dockerCommand": "honoured",
      "services[0].startCommand": "ignored",
      "services[1].dockerCommand": "honoured",
    });
  });

  test.each([", dockerfilePath: jobs/Dockerfile", ", rootDir: jobs"])("and none of another: %s", (rest) => {
    expect(planOf(files(rest)).processes).toEqual([]);
  });
});

test("render.yaml's worker of another folder is no process of this one", () => {
  const part = { "api/package.json": SERVER["package.json"], "api/a.js": "" };
  const text =
    "services:\n  - { type: web, name: a, rootDir: api }\n  - { type: worker, name: mail, rootDir: api, startCommand: node b }\n  - { type: worker, name: jobs, rootDir: jobs, startCommand: node c }\n";
  expect(planOf({ ...part, "render.yaml": text }, "api").processes).toEqual([{ name: "mail", command: "node b" }]);
});
