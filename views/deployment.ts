import type { Deployment, LogLine, Release, StageRun, TrialSide } from "../src/deployments/deployment.ts";
import type { ProvedCauses } from "../src/deployments/diagnosis.ts";
import { type Html, html } from "../src/lib/html.ts";
import { formatDuration } from "../src/lib/time.ts";
import type { Project } from "../src/projects/project.ts";
import { actionButton, callout, externalLink, visitButton } from "./components.ts";
import { crashed, failed } from "./failure.ts";
import { linkButton } from "./form.ts";
import { type IconName, icon } from "./icon.ts";
import { logRow } from "./log.ts";
import { deploymentPath, isUnderway, percentOf, revisionWords, STAGE_WORDS, stateBadge } from "./status.ts";
import { clock } from "./time.ts";
import { trialActions, trialResults } from "./trial.ts";

export type DeploymentView = {
  project: Pick<Project, "slug" | "name">;
  deployment: Deployment;
  stages: readonly StageRun[];
  /** Of this deployment alone, or of its environment while it is live; `null` before it could be opened. */
  url: string | null;
  release: Release | null;
  canRollBack: boolean;
  /** What somebody should know before they roll back to it. */
  warnings: readonly string[];
  /** Whether its release can be compared with the live one. */
  canCompare: boolean;
  /** Why it failed, or what it serves crashed, as far as its log proves it. */
  diagnosis: ProvedCauses | null;
  /** While it is tried out: how it fares, and what is live. */
  trial: readonly TrialSide[];
};

/*
 * The event stream of a deployment sends these as messages. Elements inside carry no hx- attributes, since a stream has no nonce; forms in
 * them post by themselves.
 */

/** A message with one line or several that came together; its SSE `id` is the last one's id. */
export function deploymentEventLines(lines: readonly LogLine[]): Html {
  return html`<hx-partial hx-target="#log" hx-swap="beforeend">${lines.map(logRow)}</hx-partial>`;
}

/** A message for every change of state or stage, and the first one after (re)connecting. It needs no SSE `id`. */
export function deploymentEventState(view: DeploymentView, now: number): Html {
  return html`<hx-partial hx-target="#deployment-status" hx-swap="outerHTML">${deploymentStatus(view, now)}</hx-partial><hx-partial hx-target="#stages" hx-swap="outerHTML">${stageList(view, now)}</hx-partial><hx-partial hx-target="#deployment-revision" hx-swap="outerHTML">${deploymentRevision(view)}</hx-partial>`;
}

/** The name of the event that ends the stream. Send it after the last state, with `data: end`. */
export const END_EVENT = "end";

/** Fragment `#deployment-revision`: known once the source has come. Live by the event stream. */
export function deploymentRevision({ deployment }: Pick<DeploymentView, "deployment">): Html {
  return html`<span id="deployment-revision" class="deployment-revision">${revisionWords(deployment.revision)}</span>`;
}

/** Fragment `#deployment-status`: how it stands and what to do next. Live by the event stream. */
export function deploymentStatus(view: DeploymentView, now: number): Html {
  const { deployment } = view;
  return html`<div id="deployment-status" class="deployment-status" data-state="${deployment.state.name}">
    <p class="status-line">${stateBadge(deployment.state)}${totalTime(deployment, now)}</p>
    ${isUnderway(deployment.state) && html`<progress class="deployment-progress" max="100" value="${percentOf(deployment.state)}" aria-label="Progress"></progress>`}
    ${outcome(view)}
    ${measuredLoss(deployment)}
    <div class="actions">${actions(view)}</div>
  </div>`;
}

/** What visitors noticed of the switch: asked through the edge while it happened. */
function measuredLoss({ measured }: Deployment): Html | null {
  if (measured === null) return null;
  const { requests, lost, slowestMs, pausedMs } = measured;
  const count = (value: number) => Math.round(value).toLocaleString("en");
  return html`<p class="measured" data-lost="${lost > 0 ? "some" : "none"}">${icon(lost > 0 ? "triangle-alert" : "circle-check")}<span><strong>${count(lost)} of ${count(requests)} requests lost</strong> while traffic moved, slowest ${count(slowestMs)} ms${pausedMs > 0 && html`; requests waited for ${formatDuration(pausedMs)}`}</span></p>`;
}

function totalTime({ createdAt, startedAt, finishedAt }: Deployment, now: number): Html {
  return html`<span class="quiet">${finishedAt === null ? "for" : "in"} ${clock(startedAt ?? createdAt, finishedAt, now)}</span>`;
}

function outcome(view: DeploymentView): Html | null {
  const { project, deployment, url, warnings, trial } = view;
  const { state } = deployment;
  switch (state.name) {
    case "queued":
      return state.waitsFor === undefined
        ? html`<p>Waits for its turn. One deployment at a time runs in an environment.</p>`
        : waits(state.waitsFor);
    case "running":
      return html`<p>${STAGE_WORDS[state.stage].doing}…</p>${state.waitsFor !== undefined && waits(state.waitsFor)}`;
    case "live":
      return html`${crashed(view)}${url !== null && html`<p class="big-url">${externalLink(url)}</p>`}`;
    case "canary":
      return trialResults(deploymentPath(project.slug, deployment.id), state, trial, deployment.split);
    case "retired":
      return html`<p>A later deployment took its place. It can go live again.</p>${warnings.map((warning) => callout("warning", warning))}`;
    case "failed":
      return failed(state, view.diagnosis);
    case "cancelled":
      return deployment.split
        ? html`<p>Side B of a split. What was live was kept.</p>`
        : html`<p>Stopped before it went live. Nothing changed for visitors.</p>`;
    case "superseded":
      return html`<p>A newer deployment ${deployment.startedAt === null ? "came before its turn" : "ended the trial"}: <a href="${deploymentPath(project.slug, state.by)}">see it</a>.</p>`;
  }
}

const waits = (why: string) =>
  callout("warning", why, html`<p>It goes on by itself once it can. What is live is not touched.</p>`);

function actions({ project, deployment, url, canRollBack, canCompare }: DeploymentView): Html {
  const path = deploymentPath(project.slug, deployment.id);
  const plain = { nonce: "" };
  if (isUnderway(deployment.state)) {
    return actionButton(plain, { action: `${path}/cancel`, label: "Cancel", icon: "x" });
  }
  if (deployment.state.name === "canary") return trialActions(path, deployment.split);
  const isLive = deployment.state.name === "live";
  const hasFailed = deployment.state.name === "failed";
  return html`${isLive && url && visitButton(url, "primary")}${
    canRollBack &&
    actionButton(plain, { action: `${path}/rollback`, label: "Roll back to this", icon: "rotate-ccw", kind: "primary" })
  }${actionButton(plain, {
    action: `${path}/redeploy`,
    label: hasFailed ? "Retry" : "Redeploy",
    icon: "rotate-cw",
    kind: hasFailed ? "primary" : "secondary",
  })}${canCompare && linkButton("Compare with what is live", `/projects/${project.slug}/compare?from=${deployment.id}`, { icon: "layers", small: true })}${isLive && linkButton("Logs", `/projects/${project.slug}/logs`, { icon: "scroll-text", small: true })}`;
}

type StageState = "waiting" | "running" | "done" | "failed" | "left-out";

const STAGE_ICONS: Record<StageState, { icon: IconName; word: string }> = {
  waiting: { icon: "circle", word: "Not started" },
  running: { icon: "loader-circle", word: "Running" },
  done: { icon: "circle-check", word: "Done" },
  failed: { icon: "circle-x", word: "Failed" },
  "left-out": { icon: "circle-dashed", word: "Left out" },
};

/** Fragment `#stages`: each stage with its clock. Live by the event stream. */
export function stageList({ deployment, stages }: Pick<DeploymentView, "deployment" | "stages">, now: number): Html {
  const runs = new Map(stages.map((run) => [run.stage, run]));
  return html`<ol id="stages" class="stages" aria-label="Stages">${Object.entries(STAGE_WORDS).map(
    ([stage, { name }]) => {
      const run = runs.get(stage as StageRun["stage"]);
      const state = stageState(deployment, stage, run);
      return html`<li data-state="${state}"${state === "running" && html` aria-current="step"`}>${icon(STAGE_ICONS[state].icon)}<span class="stage-name">${name}</span><span class="visually-hidden">${STAGE_ICONS[state].word}</span>${run && clock(run.startedAt, run.endedAt ?? deployment.finishedAt, now)}</li>`;
    },
  )}</ol>`;
}

function stageState({ state }: Deployment, stage: string, run: StageRun | undefined): StageState {
  if (state.name === "failed" && state.stage === stage) return "failed";
  if (run?.endedAt) return "done";
  if (state.name === "running" && state.stage === stage) return "running";
  return isUnderway(state) ? "waiting" : "left-out";
}

/** `Built in 12s, live in 19s` */
export function timesWords(stages: readonly StageRun[], deployment: Deployment): string | null {
  const build = stages.find((run) => run.stage === "build");
  const { startedAt, finishedAt } = deployment;
  if (startedAt === null || finishedAt === null) return null;
  const total = `live in ${formatDuration(finishedAt - startedAt)}`;
  return build?.endedAt ? `Built in ${formatDuration(build.endedAt - build.startedAt)}, ${total}` : total;
}
