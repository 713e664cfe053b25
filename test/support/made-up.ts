import type { User } from "../../src/accounts/user.ts";
import type {
  Deployment,
  DeploymentState,
  LogLine,
  Release,
  Stage,
  StageRun,
} from "../../src/deployments/deployment.ts";
import { type AppPlan, NO_HOOKS } from "../../src/plans/plan.ts";
import type { Project } from "../../src/projects/project.ts";
import type { Revision, Source } from "../../src/sources/source.ts";
import type { DeploymentView } from "../../views/deployment.ts";
import type { FormState } from "../../views/form.ts";
import type { Shell } from "../../views/layout.ts";

/** Text that a user, a repository or a program may bring in. Hostile in tests, harmless in the gallery. */
export type Words = { text: string; url: string };

export const NOW = Date.UTC(2026, 2, 14, 15, 9, 26);
export const NONCE = "bm9uY2U";
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function madeUpShell(signedIn: boolean, { text }: Words = HARMLESS): Shell {
  return {
    title: text,
    user: signedIn ? { ...owner, name: text } : null,
    path: "/dashboard",
    nonce: NONCE,
    now: NOW,
    version: "0.1.0",
    projects: [{ slug: "atlas", name: text }],
  };
}

export const HARMLESS: Words = { text: "Atlas", url: "http://atlas.localhost:8080" };

export const owner: User = {
  id: "u1",
  email: "mira@example.com",
  name: "Mira",
  role: "owner",
  createdAt: NOW - 900 * HOUR,
};

export function project(slug: string, name: string, source: Source): Project {
  return { id: `p-${slug}`, team: "t1", slug, name, source, edits: {}, port: null, createdAt: NOW - 800 * HOUR };
}

export function commit(message: string, sha: string): Revision {
  return { kind: "commit", sha, message, author: "Mira", committedAt: NOW - HOUR, branch: "main" };
}

let count = 0;
export function deployment(
  of: Project,
  state: DeploymentState,
  revision: Revision | null,
  ageMs: number,
  by: string,
): Deployment {
  count = (count % 80) + 1;
  const isOver = state.name !== "running" && state.name !== "queued";
  return {
    id: `01kz3a9h7q${String(1000 + count).padStart(10, "c")}`,
    project: of.id,
    environment: "e1",
    number: 60 - (count % 40),
    trigger: "deploy",
    measured: state.name === "live" ? { requests: 1204, lost: 0, slowestMs: 38, pausedMs: 0 } : null,
    input: { kind: "source", source: { kind: "example", name: "node" } },
    revision,
    state,
    startedBy: by,
    createdAt: NOW - ageMs,
    startedAt: state.name === "queued" ? null : NOW - ageMs,
    finishedAt: isOver ? NOW - ageMs + 19_400 : null,
  };
}

export const FAILED: DeploymentState = {
  name: "failed",
  stage: "probe",
  problem: {
    code: "loopback_only",
    summary: "The new version listens on 127.0.0.1 only, so nothing can reach it.",
    hint: "Listen on 0.0.0.0 and on the port in $PORT: server.listen(process.env.PORT, “0.0.0.0”).",
  },
};

export function stages(upTo: Stage, isRunning: boolean): StageRun[] {
  const lengths: [Stage, number][] = [
    ["source", 900],
    ["scan", 120],
    ["plan", 40],
    ["build", 12_300],
    ["start", 1100],
    ["probe", 800],
    ["route", 240],
    ["retire", 3900],
  ];
  let at = NOW - 19_400;
  const runs: StageRun[] = [];
  for (const [stage, length] of lengths) {
    const isLast = stage === upTo;
    runs.push({ stage, startedAt: at, endedAt: isLast && isRunning ? null : at + length, result: "{}" });
    if (isLast) break;
    at += length;
  }
  return runs;
}

export function plan({ text }: Words): AppPlan {
  const fact = (name: string, value: string, line: number) => ({ name, value, file: "package.json", line });
  return {
    path: ".",
    kind: "server",
    language: "JavaScript",
    framework: text === HARMLESS.text ? "Express" : text,
    packageManager: "pnpm",
    runtime: { name: "Node", version: "22", from: "package.json:9" },
    manifests: ["package.json", "pnpm-lock.yaml"],
    prepare: "npm install --global pnpm@10",
    install: "pnpm install --frozen-lockfile",
    build: "pnpm run build",
    start: text === HARMLESS.text ? "node dist/server.js" : text,
    output: null,
    port: 3000,
    health: "/",
    dockerfile: null,
    processes: [],
    variables: [
      { name: "DATABASE_URL", required: true, secret: true, example: "", file: "src/db.ts", line: 4 },
      { name: "PUBLIC_ORIGIN", required: false, secret: false, example: text, file: "src/server.ts", line: 11 },
    ],
    databases: ["Postgres"],
    hooks: NO_HOOKS,
    facts: [
      { name: "packageManager", value: "pnpm", file: "pnpm-lock.yaml", line: 0 },
      fact("install", "pnpm install", 1),
      fact("build", "pnpm run build", 7),
      fact("start", "node dist/server.js", 8),
      fact("port", "3000", 8),
      fact("node", "22", 9),
    ],
    findings: [
      {
        id: "no-health",
        level: "warning",
        title: "The server answers / only after it has reached its database",
        fix: `Give it a path that answers by itself, such as /health. ${text}`,
        file: "src/server.ts",
        line: 22,
      },
    ],
  };
}

const LINES: [Stage, LogLine["stream"], string][] = [
  ["source", "note", "Source"],
  ["source", "out", "Cloning https://github.com/mira/atlas at main"],
  ["source", "out", "4f2c81d Show the map before its tiles have come"],
  ["plan", "note", "Plan: Express on Node 22, pnpm"],
  ["build", "note", "Build"],
  ["build", "out", "#6 [deps 2/3] COPY package.json pnpm-lock.yaml ./"],
  ["build", "out", "#7 [deps 3/3] RUN pnpm install --frozen-lockfile"],
  ["build", "out", "Lockfile is up to date, resolution step is skipped"],
  [
    "build",
    "out",
    "\x1b[96mProgress\x1b[39m: resolved \x1b[96m214\x1b[39m, reused \x1b[96m0\x1b[39m, downloaded \x1b[96m214\x1b[39m, added \x1b[96m214\x1b[39m, done",
  ],
  ["build", "err", "\x1b[33m WARN \x1b[39m deprecated inflight@1.0.6: This module is not supported, and leaks memory"],
  ["build", "out", "\x1b[1mvite v7.1.2\x1b[22m \x1b[32mbuilding for production…\x1b[39m"],
  ["build", "out", "\x1b[32m✓\x1b[39m 128 modules transformed"],
  ["build", "out", "dist/assets/index-4a1c.js   \x1b[1m142.18 kB\x1b[22m │ gzip: 45.02 kB"],
  ["start", "note", "Start"],
  ["start", "out", "Listening on 0.0.0.0:3000"],
  ["probe", "note", "Probe"],
  ["probe", "out", "GET / answered 200 in 12 ms"],
];

export function lines({ text }: Words): LogLine[] {
  const many = [...LINES, ["probe", "out", text] as const];
  return many.map(([stage, stream, text], index) => ({
    id: index + 1,
    at: NOW - 19_000 + index * 700,
    stage,
    stream,
    text,
  }));
}

export const RECIPE =
  "FROM node:22-slim AS deps\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile";

export function release(of: Deployment, words: Words): Release {
  return {
    id: "r1",
    deployment: of.id,
    project: of.project,
    environment: "e1",
    artifact: { kind: "image", image: "sha256:1", bytes: 1e8 },
    plan: plan(words),
    revision: of.revision ?? commit("", "0"),
    snapshot: { hash: "abc", bytes: 1, files: 1 },
    variables: {},
    hostnames: ["atlas.localhost"],
    hash: "5d41402abc4b2a76b9719d911017c592",
    recipe: `${RECIPE}\n# ${words.text}`,
    createdAt: NOW,
  };
}

/** Some projects and deployments in the states that matter, and the shells of who looks at them. */
export function madeUpWorld(words: Words) {
  const { text, url } = words;
  const isHarmless = text === HARMLESS.text;
  const say = (harmless: string) => (isHarmless ? harmless : text);
  const shell = madeUpShell(true, words);
  const guest = madeUpShell(false, words);
  const at = (path: string, title: string): Shell => ({ ...shell, path, title: say(title) });

  const atlas = project("atlas", text, {
    kind: "git",
    url: say("https://github.com/mira/atlas.git"),
    branch: say("main"),
    folder: null,
  });
  const blog = project("blog", say("Field notes"), {
    kind: "git",
    url: "https://github.com/mira/notes",
    branch: null,
    folder: null,
  });
  const shop = project("shop", say("Shop"), { kind: "upload" });
  const hello = project("hello", say("Hello"), { kind: "example", name: say("node") });

  const live = deployment(
    atlas,
    { name: "live", release: "r1" },
    commit(say("Show the map before its tiles have come"), "4f2c81d9aa"),
    4 * MINUTE,
    say("Mira"),
  );
  const failed = deployment(
    blog,
    isHarmless ? FAILED : { name: "failed", stage: "probe", problem: { code: "x", summary: text, hint: text } },
    commit(say("Write about the autumn walk along the coast and everything that was found there"), "99ab01c2dd"),
    2 * HOUR,
    say("Jonas"),
  );
  const running = deployment(
    shop,
    { name: "running", stage: "build" },
    { kind: "upload", fileName: say("shop-2026-03-14.zip"), hash: "7be01a22" },
    14_000,
    say('CLI token "laptop"'),
  );
  const retired = deployment(
    atlas,
    { name: "retired", release: "r0" },
    commit(say("Cache tiles for a day"), "b81d20fe11"),
    26 * HOUR,
    say("Mira"),
  );
  const queued = deployment(
    atlas,
    { name: "queued", waitsFor: say("The disk has too little room: 0.9 GB are free.") },
    null,
    2000,
    say("Mira"),
  );
  const cancelled = deployment(
    atlas,
    { name: "cancelled" },
    commit(say("Try another renderer"), "77cd01e0aa"),
    50 * HOUR,
    say("Jonas"),
  );
  const wrong = (field: string, summary: string): FormState => ({
    values: isHarmless ? {} : { [field]: text },
    problem: { field, summary: say(summary), hint: say("Try another one.") },
  });
  const view = (one: Deployment, of: Project, upTo: Stage): DeploymentView => ({
    project: of,
    deployment: one,
    stages: stages(upTo, one.state.name === "running"),
    url: one.state.name === "live" ? url : null,
    release: one.state.name === "live" ? release(one, words) : null,
    canRollBack: one === retired,
    warnings: one === retired ? [say("Since #4, #7 ran a release command.")] : [],
    canCompare: one === retired,
  });
  const projects = { atlas, blog, shop, hello };
  return {
    words,
    url,
    say,
    shell,
    guest,
    at,
    projects,
    live,
    failed,
    running,
    retired,
    queued,
    cancelled,
    wrong,
    view,
  };
}

export type World = ReturnType<typeof madeUpWorld>;

/** What a deployment's event stream tells from its build to the end. */
export function liveRun(): { view: DeploymentView; lines: LogLine[] }[] {
  const shop = project("shop", "Shop", { kind: "upload" });
  const base = deployment(shop, { name: "running", stage: "build" }, null, 14_000, "Mira");
  const all = lines(HARMLESS);
  const step = (state: DeploymentState, upTo: Stage) => ({
    view: {
      project: shop,
      deployment: { ...base, state, finishedAt: state.name === "live" ? NOW + 5000 : null },
      stages: stages(upTo, state.name === "running"),
      url: state.name === "live" ? "http://shop.localhost:8080" : null,
      release: null,
      canRollBack: false,
      warnings: [],
      canCompare: false,
    },
    lines: all.filter((line) => line.id > 11 && line.stage === upTo),
  });
  return [
    step({ name: "running", stage: "build" }, "build"),
    step({ name: "running", stage: "start" }, "start"),
    step({ name: "running", stage: "probe" }, "probe"),
    step({ name: "live", release: "r1" }, "retire"),
  ];
}
