import type { PersonalToken, Session, User } from "../../src/accounts/user.ts";
import type {
  Deployment,
  DeploymentState,
  LogLine,
  Release,
  Stage,
  StageRun,
} from "../../src/deployments/deployment.ts";
import type { Html } from "../../src/lib/html.ts";
import { type AppPlan, NO_HOOKS, type Scan } from "../../src/plans/plan.ts";
import type { Project } from "../../src/projects/project.ts";
import type { Revision, Source } from "../../src/sources/source.ts";
import type { DeploymentView } from "../../views/deployment.ts";
import { EMPTY_FORM, type FormState } from "../../views/form.ts";
import type { Shell } from "../../views/layout.ts";
import { dashboardPage, type ProjectCard } from "../../views/pages/dashboard.ts";
import { deploymentPage } from "../../views/pages/deployment.ts";
import { detectedPage } from "../../views/pages/detected.ts";
import { errorPage } from "../../views/pages/error.ts";
import { landingPage } from "../../views/pages/landing.ts";
import { loginPage } from "../../views/pages/login.ts";
import { newPage } from "../../views/pages/new.ts";
import { type ProjectTab, projectPage } from "../../views/pages/project.ts";
import { type DeploymentItem, deploymentsTab } from "../../views/pages/project-deployments.ts";
import { logsTab } from "../../views/pages/project-logs.ts";
import { overviewTab } from "../../views/pages/project-overview.ts";
import { settingsTab } from "../../views/pages/project-settings.ts";
import { variablesTab } from "../../views/pages/project-variables.ts";
import { type SettingsProps, settingsPage } from "../../views/pages/settings.ts";
import { setupPage } from "../../views/pages/setup.ts";
import { signupPage } from "../../views/pages/signup.ts";

/** Text that a user, a repository or a program may bring in. Hostile in tests, harmless in the gallery. */
export type Words = { text: string; url: string };

export const NOW = Date.UTC(2026, 2, 14, 15, 9, 26);
export const NONCE = "bm9uY2U";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

const owner: User = { id: "u1", email: "mira@example.com", name: "Mira", role: "owner", createdAt: NOW - 900 * HOUR };

function project(slug: string, name: string, source: Source): Project {
  return { id: `p-${slug}`, team: "t1", slug, name, source, edits: {}, port: null, createdAt: NOW - 800 * HOUR };
}

function commit(message: string, sha: string): Revision {
  return { kind: "commit", sha, message, author: "Mira", committedAt: NOW - HOUR, branch: "main" };
}

let count = 0;
function deployment(
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

function stages(upTo: Stage, isRunning: boolean): StageRun[] {
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

function plan({ text }: Words): AppPlan {
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

function lines({ text }: Words): LogLine[] {
  const many = [...LINES, ["probe", "out", text] as const];
  return many.map(([stage, stream, text], index) => ({
    id: index + 1,
    at: NOW - 19_000 + index * 700,
    stage,
    stream,
    text,
  }));
}

const RECIPE =
  "FROM node:22-slim AS deps\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile";

function release(of: Deployment, words: Words): Release {
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
    recipe: `${RECIPE}\n# ${words.text}`,
    createdAt: NOW,
  };
}

/** Every page in the states that matter, by a name for its picture. */
export function madeUpPages(words: Words = HARMLESS): Map<string, Html> {
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
  const queued = deployment(atlas, { name: "queued" }, null, 2000, say("Mira"));
  const cancelled = deployment(
    atlas,
    { name: "cancelled" },
    commit(say("Try another renderer"), "77cd01e0aa"),
    50 * HOUR,
    say("Jonas"),
  );

  const cards: ProjectCard[] = [
    { project: atlas, url, latest: live, live: release(live, words) },
    { project: shop, url: say("http://shop.localhost:8080"), latest: running, live: release(live, words) },
    { project: blog, url: say("http://blog.localhost:8080"), latest: failed, live: release(live, words) },
    { project: hello, url: null, latest: null, live: null },
  ];
  const health = [
    { name: "CPU", value: say("4 %"), state: "ok" as const },
    { name: "Memory", value: "1.2 of 4.0 GB", state: "ok" as const },
    { name: "Disk", value: "31 of 40 GB", state: "warning" as const },
    { name: "Docker", value: "20.10.24", state: "ok" as const },
    { name: "Traefik", value: "3.7.15", state: "ok" as const },
  ];
  const activity = [
    { project: shop, deployment: running },
    { project: atlas, deployment: live },
    { project: blog, deployment: failed },
    { project: atlas, deployment: retired },
  ];
  const items: DeploymentItem[] = [queued, live, retired, cancelled].map((one) => ({
    deployment: one,
    environment: say("production"),
    canRollBack: one === retired,
  }));
  const tab = (name: ProjectTab, content: Html, of = atlas) =>
    projectPage(at(`/projects/${of.slug}`, of.name), { project: of, url, tab: name }, content);
  const wrong = (field: string, summary: string): FormState => ({
    values: isHarmless ? {} : { [field]: text },
    problem: { code: "x", status: 422, field, summary: say(summary), hint: say("Try another one.") },
  });
  const view = (one: Deployment, of: Project, upTo: Stage): DeploymentView => ({
    project: of,
    deployment: one,
    stages: stages(upTo, one.state.name === "running"),
    url: one.state.name === "live" ? url : null,
    release: one.state.name === "live" ? release(one, words) : null,
    canRollBack: one === retired,
  });
  const scan: Scan = {
    apps: [plan(words), { ...plan(words), path: say("admin") }],
    lookedFor: ["Dockerfile", "package.json", "pyproject.toml", "requirements.txt", "index.html", say("bun.lock")],
  };
  const draft = { kind: "git", url: say("https://github.com/mira/atlas") };
  const examples = [
    { name: "node", title: say("Node server"), description: "A page that counts its visitors." },
    { name: "static", title: "Static page", description: "HTML and CSS, nothing to build." },
    { name: "python", title: "Python server", description: "The standard library's server with one route." },
    { name: "bun", title: "Bun server", description: "TypeScript without a build." },
  ];
  const wanted = plan(words).variables;
  const variable = { project: atlas.id, environment: "production" as const, updatedAt: NOW - 5 * HOUR };
  const variables = [
    { ...variable, name: "DATABASE_URL", value: null, secret: true, use: "run" as const },
    { ...variable, name: "FEATURE_FLAGS", value: say("maps,tiles"), secret: false, use: "both" as const },
  ];
  const newProps = { examples, form: EMPTY_FORM, git: { url: "", branch: "", folder: "" }, uploadLimitBytes: 1e9 };

  return new Map([
    ["landing", landingPage({ ...guest, path: "/", title: say("Deploy to your own server") }, { signUpOpen: true })],
    ["setup", setupPage({ ...guest, title: say("Set up") }, { form: EMPTY_FORM, token: say("t0ken") })],
    [
      "login",
      loginPage({ ...guest, title: say("Sign in") }, { form: EMPTY_FORM, next: say("/new"), signUpOpen: true }),
    ],
    [
      "login-wrong",
      loginPage(
        { ...guest, title: say("Sign in") },
        { form: wrong("password", "E-mail or password is wrong."), next: "", signUpOpen: false },
      ),
    ],
    [
      "signup",
      signupPage(
        { ...guest, title: say("Join") },
        {
          form: wrong("email", "This address has an account already."),
          invitation: { token: say("t"), team: say("Mira's team"), email: say("jonas@example.com") },
        },
      ),
    ],
    ["dashboard", dashboardPage(at("/dashboard", "Projects"), { cards, activity, health })],
    [
      "dashboard-empty",
      dashboardPage(
        { ...at("/dashboard", "Projects"), notice: say("The project “Old” was deleted.") },
        { cards: [], activity: [], health },
      ),
    ],
    ["new", newPage(at("/new", "New project"), newProps)],
    [
      "new-wrong",
      newPage(at("/new", "New project"), {
        ...newProps,
        form: wrong("url", "This is not a URL of https or ssh."),
        git: { url: say("file:///etc"), branch: say("main"), folder: "" },
      }),
    ],
    [
      "detected",
      detectedPage(at("/new", "New project"), {
        scan,
        plan: plan(words),
        form: EMPTY_FORM,
        draft,
        suggestedSlug: say("atlas"),
        sourceName: say("github.com/mira/atlas"),
      }),
    ],
    [
      "detected-nothing",
      detectedPage(at("/new", "New project"), {
        scan: { ...scan, apps: [] },
        plan: null,
        form: EMPTY_FORM,
        draft,
        suggestedSlug: "",
        sourceName: say("notes.zip"),
      }),
    ],
    [
      "project",
      tab(
        "overview",
        overviewTab(shell, {
          project: atlas,
          production: { url, deployment: live, release: release(live, words), stages: stages("retire", false) },
          latest: failed,
          previous: retired,
          previews: [
            {
              environment: {
                id: "e2",
                project: atlas.id,
                kind: "preview",
                name: say("dark-mode"),
                release: null,
                deployment: null,
                createdAt: NOW,
              },
              url: say("http://atlas-dark-mode.localhost:8080"),
              deployment: retired,
            },
          ],
          recent: items.slice(0, 3),
        }),
      ),
    ],
    [
      "project-not-live",
      tab(
        "overview",
        overviewTab(shell, {
          project: shop,
          production: null,
          latest: running,
          previous: null,
          previews: [],
          recent: [],
        }),
        shop,
      ),
    ],
    [
      "project-deployments",
      tab(
        "deployments",
        deploymentsTab(shell, {
          project: atlas,
          items,
          form: EMPTY_FORM,
          uploadLimitBytes: 1e9,
          older: "/projects/atlas/deployments?before=9",
        }),
      ),
    ],
    [
      "project-deployments-upload",
      tab(
        "deployments",
        deploymentsTab(shell, {
          project: shop,
          items: [],
          form: wrong("file", "The archive climbs out of its folder."),
          uploadLimitBytes: 1e9,
          older: null,
        }),
        shop,
      ),
    ],
    [
      "project-logs",
      tab(
        "logs",
        logsTab(shell, {
          project: atlas,
          services: ["web", say("worker")],
          lines: lines(words).map((line, index) => ({
            at: line.at,
            stream: "out",
            text: line.text,
            number: index + 1,
            service: say("web"),
          })),
        }),
      ),
    ],
    ["project-logs-empty", tab("logs", logsTab(shell, { project: hello, services: [], lines: [] }), hello)],
    [
      "project-variables",
      tab(
        "variables",
        variablesTab(shell, {
          project: atlas,
          environment: "production",
          variables,
          wanted,
          form: isHarmless ? EMPTY_FORM : wrong("name", "x"),
        }),
      ),
    ],
    [
      "project-variables-empty",
      tab(
        "variables",
        variablesTab(shell, {
          project: hello,
          environment: "preview",
          variables: [],
          wanted: [],
          form: wrong("name", "“A=B” is not a variable's name."),
        }),
        hello,
      ),
    ],
    [
      "project-settings",
      tab(
        "settings",
        settingsTab(shell, {
          project: atlas,
          plan: plan(words),
          recipe: RECIPE,
          form: wrong("confirm", "This is not the project's slug."),
        }),
      ),
    ],
    [
      "deployment-live",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(live, atlas, "retire"), lines: lines(words) }),
    ],
    [
      "deployment-running",
      deploymentPage(at("/projects/shop", "Deployment"), {
        ...view(running, shop, "build"),
        lines: lines(words).slice(0, 11),
      }),
    ],
    [
      "deployment-failed",
      deploymentPage(at("/projects/blog", "Deployment"), { ...view(failed, blog, "probe"), lines: lines(words) }),
    ],
    [
      "deployment-retired",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(retired, atlas, "retire"), lines: lines(words) }),
    ],
    [
      "deployment-queued",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(queued, atlas, "source"), stages: [], lines: [] }),
    ],
    ["settings", settingsPage({ ...at("/settings", "Settings"), path: "/settings" }, settingsProps(words))],
    [
      "error-404",
      errorPage(shell, {
        status: 404,
        summary: say("There is no such project, or it is not yours."),
        hint: say("It may have been deleted. Go back to the dashboard."),
        incident: null,
      }),
    ],
    [
      "error-500",
      errorPage(guest, {
        status: 500,
        summary: say("Something went wrong on this server."),
        hint: null,
        incident: say("k3f9x2a"),
      }),
    ],
  ]);
}

function settingsProps({ text }: Words): SettingsProps {
  const say = (harmless: string) => (text === HARMLESS.text ? harmless : text);
  const session: Session = {
    id: "s1",
    user: "u1",
    userAgent: say("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    address: "203.0.113.7",
    createdAt: NOW - 90 * HOUR,
    lastSeenAt: NOW,
    expiresAt: NOW + 500 * HOUR,
  };
  const token: PersonalToken = {
    id: "k1",
    user: "u1",
    name: say("laptop"),
    scopes: ["read", "deploy"],
    createdAt: NOW - HOUR,
    expiresAt: NOW + 2000 * HOUR,
    lastUsedAt: NOW - 14_000,
  };
  return {
    user: { ...owner, name: say(owner.name) },
    sessions: [
      session,
      {
        ...session,
        id: "s2",
        userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1",
        lastSeenAt: NOW - 30 * HOUR,
      },
    ],
    currentSession: "s1",
    tokens: [token, { ...token, id: "k2", name: "ci", lastUsedAt: null, expiresAt: null }],
    newToken: { name: say("laptop"), secret: say("as_pat_kZ8v2Qm1xW7rT5yLpC3nB9dF6hJ4gS0a") },
    forms: { profile: EMPTY_FORM, password: EMPTY_FORM, token: EMPTY_FORM },
    instance: {
      users: [owner, { ...owner, id: "u2", name: say("Jonas"), email: "jonas@example.com", role: "member" }],
      invitations: [
        {
          id: "i1",
          team: "t1",
          email: say("ada@example.com"),
          role: "developer",
          createdAt: NOW,
          expiresAt: NOW + 160 * HOUR,
        },
      ],
      newInvitation: null,
      signUp: "invitation",
      forms: { invitation: EMPTY_FORM, signUp: EMPTY_FORM },
    },
  };
}

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
