import type { Deployment, Release, StageRun } from "../../src/deployments/deployment.ts";
import type { Event } from "../../src/deployments/event-store.ts";
import type { RollbackProposal } from "../../src/deployments/smart-rollback.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { MINUTE_MS } from "../../src/lib/time.ts";
import type { Environment, Project } from "../../src/projects/project.ts";
import { actionButton, callout, emptyState, externalLink, happened, visitButton } from "../components.ts";
import { timesWords } from "../deployment.ts";
import { linkButton } from "../form.ts";
import { icon } from "../icon.ts";
import type { Part } from "../layout.ts";
import { prose } from "../prose.ts";
import { deploymentPath, isUnderway, revisionWords, rollbackQuestion, stateBadge, waitsFor } from "../status.ts";
import { timeAgo } from "../time.ts";
import { type DeploymentItem, deploymentList } from "./project-deployments.ts";

export type OverviewProps = {
  project: Project;
  /** What visitors get; `null` while nothing is live. */
  production: { url: string; deployment: Deployment; release: Release; stages: readonly StageRun[] } | null;
  /** The last one, when it is not the one that is live: under way, or failed. */
  latest: Deployment | null;
  /** Where **Roll back** goes, and why there. */
  rollback: RollbackProposal | null;
  previews: readonly { environment: Environment; url: string | null; deployment: Deployment | null }[];
  recent: readonly DeploymentItem[];
  /** What happened without anybody asking for it, newest first. */
  events: readonly Event[];
};

/** Fragment `#overview`. */
export function overviewTab(part: Part, props: OverviewProps): Html {
  return html`<div id="overview" class="overview">
    ${trouble(part, props.events)}
    ${latestNotice(part, props)}
    ${props.production ? productionCard(part, props, props.production) : notLive(part, props)}
    ${previews(part, props)}
    ${
      props.recent.length > 0 &&
      html`<section aria-labelledby="recent-title"><div class="section-head"><h2 id="recent-title">Recent deployments</h2><a href="/projects/${props.project.slug}/deployments">All deployments</a></div>
      ${deploymentList(part, props.project, props.recent)}</section>`
    }
    ${happened(part, props.events)}
  </div>`;
}

const CRASHES = ["crashed", "crash_loop", "out_of_memory"];

/** A crash of a few minutes ago stands where nobody can miss it. */
function trouble(part: Part, [newest]: readonly Event[]): Html | null {
  if (!newest || !CRASHES.includes(newest.kind) || newest.createdAt < part.now - 10 * MINUTE_MS) return null;
  return callout("error", newest.summary, html`<p>${timeAgo(newest.createdAt, part.now)}</p>`);
}

function latestNotice(part: Part, { project, latest }: OverviewProps): Html | null {
  if (latest === null) return null;
  const { state } = latest;
  const path = deploymentPath(project.slug, latest.id);
  if (isUnderway(state) || state.name === "canary") {
    return callout(
      "info",
      html`${stateBadge(state)}`,
      html`${waitsFor(state) && html`<p>${waitsFor(state)}</p>`}<p>${revisionWords(latest.revision)} <span class="quiet">${timeAgo(latest.createdAt, part.now)}</span></p><p><a href="${path}">${state.name === "canary" ? "See how it fares" : "Watch it"}</a></p>`,
    );
  }
  if (state.name !== "failed") return null;
  return callout(
    "error",
    prose(state.problem.summary),
    html`<p>${prose(state.problem.hint)} <a href="${path}">See the log</a></p>`,
  );
}

function productionCard(
  part: Part,
  { project, rollback }: OverviewProps,
  live: NonNullable<OverviewProps["production"]>,
): Html {
  const { url, deployment, stages } = live;
  return html`<section class="production" aria-labelledby="production-title">
    <div class="production-head"><h2 id="production-title">Production</h2>${stateBadge(deployment.state)}</div>
    <p class="big-url">${externalLink(url)}</p>
    <dl class="facts">
      <div><dt>Revision</dt><dd>${revisionWords(deployment.revision)}</dd></div>
      <div><dt>Deployed</dt><dd><a href="${deploymentPath(project.slug, deployment.id)}">#${deployment.number}</a> ${timeAgo(deployment.createdAt, part.now)} by ${deployment.startedBy}</dd></div>
      <div><dt>Time</dt><dd>${timesWords(stages, deployment) ?? "Not known"}</dd></div>
    </dl>
    <div class="actions">
      ${visitButton(url, "primary")}
      ${linkButton("Logs", `/projects/${project.slug}/logs`, { icon: "scroll-text", small: true })}
      ${deployAgain(part, project)}
      ${deployment.revision !== null && actionButton(part, { action: `/projects/${project.slug}/restart`, label: "Restart", icon: "rotate-cw", kind: "quiet" })}
    </div>
    ${rollback && rollbackProposal(part, project, rollback)}
  </section>`;
}

/** The way back, with the reason why there. */
function rollbackProposal(part: Part, project: Project, { deployment, why, warnings }: RollbackProposal): Html {
  return html`<div class="rollback">
    <div class="rollback-why"><p>${why}</p>${warnings.map((warning) => html`<p class="rollback-warning">${icon("triangle-alert")}<span>${warning}</span></p>`)}</div>
    <div class="actions">${linkButton("Compare", `/projects/${project.slug}/compare?from=${deployment.id}`, { kind: "quiet", small: true })}${actionButton(
      part,
      {
        action: `${deploymentPath(project.slug, deployment.id)}/rollback`,
        label: `Roll back to #${deployment.number}`,
        icon: "rotate-ccw",
        confirm: rollbackQuestion(deployment, warnings),
      },
    )}</div>
  </div>`;
}

/** Deploys the source as it is now; a project of uploads is given a new archive instead. */
export function deployAgain(part: Part, project: Project): Html {
  if (project.source.kind === "upload") {
    return linkButton("Upload a new version", `/projects/${project.slug}/deployments#upload`, {
      icon: "upload",
      small: true,
    });
  }
  return actionButton(part, { action: `/projects/${project.slug}/deployments`, label: "Deploy", icon: "rocket" });
}

function notLive(part: Part, { project }: OverviewProps): Html {
  return emptyState(
    "globe",
    "Nothing is live yet",
    "The first deployment that answers goes live here.",
    html`<p class="actions">${deployAgain(part, project)}</p>`,
  );
}

function previews(part: Part, { project, previews }: OverviewProps): Html | null {
  if (previews.length === 0) return null;
  return html`<section aria-labelledby="previews-title"><h2 id="previews-title">Previews</h2>
    <ul class="rows">${previews.map(
      ({ environment, url, deployment }) => html`<li class="row">
        <span class="row-main"><strong>${icon("git-branch")}${environment.name}</strong>${url && externalLink(url, "external quiet")}</span>
        ${deployment && html`<a class="row-state" href="${deploymentPath(project.slug, deployment.id)}">${stateBadge(deployment.state)}</a><span class="quiet">${timeAgo(deployment.createdAt, part.now)}</span>`}
      </li>`,
    )}</ul></section>`;
}
