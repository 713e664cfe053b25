import type { LogLine, Stage, StageRun } from "../../src/deployments/deployment.ts";
import { completePlan, type Draft } from "../../src/plans/detector.ts";
import { type AppPlan, type ImportedLine, NO_HOOKS } from "../../src/plans/plan.ts";

/** Text that a user, a repository or a program may bring in. Hostile in tests, harmless in the gallery. */
export type Words = { text: string; url: string };

export const NOW = Date.UTC(2026, 2, 14, 15, 9, 26);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const HARMLESS: Words = { text: "Atlas", url: "http://atlas.localhost:8080" };

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

/** Built with a Dockerfile, which a person may leave out. */
export function dockerPlan(words: Words): AppPlan {
  const say = (harmless: string) => (words.text === HARMLESS.text ? harmless : words.text);
  const file = say("Dockerfile");
  const without = { name: "without its Dockerfile", value: say("Express, node 24"), file, line: 0 };
  const made = plan(words);
  return {
    ...made,
    ...{ language: "docker", framework: null, packageManager: null, install: null, build: null, start: null },
    runtime: { name: "docker", version: say("node:22-slim"), from: file },
    dockerfile: file,
    decided: {},
    facts: [
      { name: "dockerfile", value: file, file, line: 7 },
      { name: "port", value: "3000", file, line: 9 },
      without,
    ],
  };
}

export function plan({ text }: Words): AppPlan {
  const fact = (name: string, value: string, line: number) => ({ name, value, file: "package.json", line });
  const draft: Draft = {
    kind: "server",
    language: "JavaScript",
    framework: text === HARMLESS.text ? "Express" : text,
    packageManager: "pnpm",
    runtime: { name: "node", version: "22", from: "package.json:9" },
    manifests: ["package.json", "pnpm-lock.yaml"],
    prepare: "npm install --global pnpm@10",
    install: "pnpm install --frozen-lockfile",
    build: "pnpm run build",
    start: text === HARMLESS.text ? "node dist/server.js" : text,
    output: null,
    port: 3000,
    health: "/",
    dockerfile: null,
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
  return {
    ...completePlan(".", draft),
    imports: IMPORTS.map((line) => ({ ...line, value: text === HARMLESS.text ? line.value : text })),
    decided: { start: "Procfile:1" },
    variables: [
      { name: "DATABASE_URL", required: true, secret: true, example: "", file: "src/db.ts", line: 4 },
      { name: "PUBLIC_ORIGIN", required: false, secret: false, example: text, file: "src/server.ts", line: 11 },
    ],
  };
}

const IMPORTS: ImportedLine[] = [
  {
    file: "Procfile",
    line: 1,
    name: "web",
    value: "node dist/server.js",
    verdict: "honoured",
    why: "Sets how it is started.",
  },
  {
    file: "app.json",
    line: 4,
    name: "env.PUBLIC_ORIGIN",
    value: "http://localhost",
    verdict: "approximated",
    why: "Proposed under Variables, where you confirm it.",
  },
  {
    file: "app.json",
    line: 9,
    name: "formation.web.quantity",
    value: "2",
    verdict: "ignored",
    why: "How many replicas run is an environment's setting.",
  },
];

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

/** How the same log ends when the program cannot be reached. */
const UNREACHED: [Stage, LogLine["stream"], string][] = [
  ["start", "out", "Listening on 127.0.0.1:3000"],
  ["start", "err", "[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379"],
  ["start", "err", "    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)"],
  ["probe", "note", "Probe"],
  ["probe", "err", "Nothing answers on port 3000 from outside of the program’s container"],
];

/** How it ends when its build breaks off. */
const BROKEN_OFF: [Stage, LogLine["stream"], string][] = [
  ["build", "out", "\x1b[1mvite v7.1.2\x1b[22m \x1b[32mbuilding for production…\x1b[39m"],
  ["build", "err", "\x1b[31m✗ Build failed in 214ms\x1b[39m"],
  ["build", "err", "error during build:"],
  [
    "build",
    "err",
    '[vite]: Rollup failed to resolve import "leaflet" from "/app/src/map.ts". This is most likely unintended because it can break your application at runtime.',
  ],
  ["build", "err", "If you do want to externalize this module explicitly add it to `build.rollupOptions.external`"],
];

type Written = readonly (readonly [Stage, LogLine["stream"], string])[];

export const lines = ({ text }: Words): LogLine[] => logOf([...LINES, ["probe", "out", text]]);
export const unreachedLines = ({ text }: Words): LogLine[] =>
  logOf([...LINES.slice(0, 14), ...UNREACHED, ["probe", "out", text]]);
export const brokenOffLines = ({ text }: Words): LogLine[] =>
  logOf([...LINES.slice(0, 10), ...BROKEN_OFF, ["build", "out", text]]);

function logOf(many: Written): LogLine[] {
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
