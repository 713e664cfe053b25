import type { User } from "../../src/accounts/user.ts";
import type { Deployment, DeploymentState, LogLine, Release, Stage } from "../../src/deployments/deployment.ts";
import type { Project } from "../../src/projects/project.ts";
import type { Revision, Source } from "../../src/sources/source.ts";
import type { DeploymentView } from "../../views/deployment.ts";
import type { FormState } from "../../views/form.ts";
import type { Shell } from "../../views/layout.ts";
import { HARMLESS, HOUR, lines, MINUTE, NOW, plan, RECIPE, stages, type Words } from "./made-up-code.ts";

export const NONCE = "bm9uY2U";
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
    canary: null,
    split: null,
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
  const trial = {
    ...deployment(
      atlas,
      { name: "canary", release: "r2", percent: 10 },
      commit(say("Draw the map on the graphics card"), "c01d7b5533"),
      12 * MINUTE,
      say("Jonas"),
    ),
    canary: 10,
  };
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
    diagnosis: null,
    trial:
      one.state.name === "canary"
        ? [
            { release: one.state.release, requests: 412, errors: 9 },
            { release: "r0", requests: 3708, errors: 0 },
          ]
        : [],
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
    trial,
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
      diagnosis: null,
      trial: [],
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
