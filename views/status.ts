import type { Deployment, DeploymentState, Stage } from "../src/deployments/deployment.ts";
import { type Html, html } from "../src/lib/html.ts";
import { shortId } from "../src/lib/ids.ts";
import type { Revision } from "../src/sources/source.ts";
import { type IconName, icon } from "./icon.ts";

/** The stages in their order, as a person reads them. */
export const STAGE_WORDS: Record<Stage, { name: string; doing: string }> = {
  source: { name: "Source", doing: "Fetching the code" },
  scan: { name: "Scan", doing: "Reading the code" },
  plan: { name: "Plan", doing: "Making the plan" },
  build: { name: "Build", doing: "Building" },
  start: { name: "Start", doing: "Starting" },
  probe: { name: "Probe", doing: "Waiting for an answer" },
  route: { name: "Route", doing: "Switching traffic" },
  retire: { name: "Retire", doing: "Retiring the old release" },
};

/** Where a stage ends on the way from 0 to 100 %; the build takes most of the time. */
const STAGE_PERCENT: Record<Stage, number> = {
  source: 5,
  scan: 12,
  plan: 15,
  build: 30,
  start: 75,
  probe: 85,
  route: 93,
  retire: 97,
};

export function percentOf(state: DeploymentState): number {
  if (state.name === "queued") return 0;
  return state.name === "running" ? STAGE_PERCENT[state.stage] : 100;
}

const STATES: Record<DeploymentState["name"], { word: string; icon: IconName }> = {
  queued: { word: "Queued", icon: "clock" },
  running: { word: "Deploying…", icon: "loader-circle" },
  live: { word: "Live", icon: "circle-check" },
  canary: { word: "On trial", icon: "activity" },
  retired: { word: "Replaced", icon: "layers" },
  failed: { word: "Failed", icon: "circle-x" },
  cancelled: { word: "Cancelled", icon: "ban" },
  superseded: { word: "Skipped", icon: "skip-forward" },
};

export function stateWords(state: DeploymentState): string {
  const { word } = STATES[state.name];
  if (waitsFor(state) !== undefined) return "Waiting";
  return state.name === "running" ? `${word} ${percentOf(state)} %` : word;
}

/** A deployment's state as icon, word and colour. */
export function stateBadge(state: DeploymentState): Html {
  return html`<span class="badge" data-state="${state.name}">${icon(STATES[state.name].icon)}${stateWords(state)}</span>`;
}

/** Why it does not begin or go on. */
export function waitsFor(state: DeploymentState): string | undefined {
  return state.name === "queued" || state.name === "running" ? state.waitsFor : undefined;
}

export function isUnderway(state: DeploymentState): boolean {
  return state.name === "queued" || state.name === "running";
}

/** `ab12cd3 Fix the header`, or the name of what was uploaded. */
export function revisionWords(revision: Revision | null): Html {
  if (revision === null) return html`<span class="revision quiet">Revision not known yet</span>`;
  switch (revision.kind) {
    case "commit":
      return html`<span class="revision" title="${revision.message}">${icon("git-commit-horizontal")}<code>${revision.sha.slice(0, 7)}</code><span class="revision-message">${firstLine(revision.message)}</span></span>`;
    case "upload":
      return html`<span class="revision" title="${revision.fileName}">${icon("file-archive")}<code>${revision.hash.slice(0, 7)}</code><span class="revision-message">${revision.fileName}</span></span>`;
    case "example":
      return html`<span class="revision">${icon("box")}<code>${revision.hash.slice(0, 7)}</code><span class="revision-message">Example ${revision.name}</span></span>`;
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

const TRIGGER_WORDS: Record<Deployment["trigger"], string> = {
  deploy: "Deployed",
  redeploy: "Redeployed",
  rollback: "Rolled back",
  restart: "Restarted",
};

export function triggerWords({ trigger, split }: Pick<Deployment, "trigger" | "split">): string {
  return split ? `Split with ${split.name}` : TRIGGER_WORDS[trigger];
}

/** Asked before a roll back: what happens, and what it does not undo. */
export function rollbackQuestion({ number }: Pick<Deployment, "number">, warnings: readonly string[]): string {
  return [`Roll back to deployment #${number}? Traffic moves to it once it answers.`, ...warnings].join(" ");
}

export function deploymentPath(slug: string, id: string): string {
  return `/projects/${slug}/deployments/${id}`;
}

/** `#12 · k3f9x2a` */
export function deploymentName(deployment: Pick<Deployment, "id" | "number">): Html {
  return html`<span class="deployment-name">#${deployment.number}<code>${shortId(deployment.id)}</code></span>`;
}
