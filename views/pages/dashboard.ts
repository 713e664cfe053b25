import type { Deployment } from "../../src/deployments/deployment.ts";
import { type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import { actionButton, emptyState, externalLink, visitButton } from "../components.ts";
import { linkButton } from "../form.ts";
import { icon } from "../icon.ts";
import { layout, type Part, type Shell } from "../layout.ts";
import { sourceWords } from "../source.ts";
import { deploymentPath, isUnderway, revisionWords, stateBadge, triggerWords } from "../status.ts";
import { timeAgo } from "../time.ts";

export type ProjectCard = {
  project: Project;
  /** Of production, once something is live there. */
  url: string | null;
  latest: Deployment | null;
};

export type ActivityRow = { project: Pick<Project, "slug" | "name">; deployment: Deployment };

/** `{ name: "Memory", value: "1.2 of 4.0 GB", state: "ok" }` */
export type HealthFact = { name: string; value: string; state: "ok" | "warning" | "bad" };

export type DashboardProps = {
  cards: readonly ProjectCard[];
  activity: readonly ActivityRow[];
  health: readonly HealthFact[];
};

export function dashboardPage(shell: Shell, props: DashboardProps): Html {
  return layout(
    shell,
    html`<div class="page-head">
      <h1>Projects</h1>
      ${props.cards.length > 0 && search()}
    </div>
    ${healthLine(props.health)}
    ${props.cards.length === 0 ? noProjects() : dashboardBody(shell, props)}`,
  );
}

/** Fragment `#dashboard`. */
export function dashboardBody(part: Part, { cards, activity }: DashboardProps): Html {
  return html`<div id="dashboard" class="dashboard">
    <ul class="cards" data-filter-list>${cards.map((card) => projectCard(part, card))}</ul>
    <aside class="activity" aria-labelledby="activity-title">
      <h2 id="activity-title">Activity</h2>
      <ol>${activity.map((row) => activityRow(part, row))}</ol>
    </aside>
  </div>`;
}

/** Fragment `#project-<slug>`: one card of the dashboard. */
export function projectCard(part: Part, { project, url, latest }: ProjectCard): Html {
  const path = `/projects/${project.slug}`;
  return html`<li class="card" id="project-${project.slug}" data-filter-text="${project.name} ${project.slug}">
    <div class="card-head">
      <span class="initial" data-hue="${hueOf(project.slug)}" aria-hidden="true">${project.name.slice(0, 1).toUpperCase()}</span>
      <div class="card-names">
        <h2><a class="card-link" href="${path}">${project.name}</a></h2>
        ${url ? externalLink(url, "external quiet") : html`<span class="quiet">Not live yet</span>`}
      </div>
      ${latest && stateBadge(latest.state)}
    </div>
    <div class="card-what">${latest ? revisionWords(latest.revision) : html`<span class="quiet">Nothing was deployed yet</span>`}</div>
    <div class="card-foot">
      <span class="quiet">${latest ? html`${timeAgo(latest.createdAt, part.now)} by ${latest.startedBy}` : sourceWords(project.source)}</span>
      <span class="card-actions">${url && visitButton(url)}${cardAction(part, project, latest)}</span>
    </div>
  </li>`;
}

function cardAction(part: Part, project: Project, latest: Deployment | null): Html {
  if (latest && isUnderway(latest.state)) {
    return linkButton("Watch", deploymentPath(project.slug, latest.id), { icon: "activity", small: true });
  }
  if (project.source.kind === "upload")
    return linkButton("Deploy", `/projects/${project.slug}/deployments`, { icon: "rocket", small: true });
  return actionButton(part, { action: `/projects/${project.slug}/deployments`, label: "Deploy", icon: "rocket" });
}

/** A steady colour of twelve, so that a project is recognised before its name is read. */
function hueOf(slug: string): number {
  let sum = 0;
  for (const character of slug) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return sum % 12;
}

function activityRow(part: Part, { project, deployment }: ActivityRow): Html {
  return html`<li><a href="${deploymentPath(project.slug, deployment.id)}">
    <span class="activity-what"><strong>${project.name}</strong> ${triggerWords(deployment).toLowerCase()} by ${deployment.startedBy}</span>
    ${stateBadge(deployment.state)}<span class="quiet">${timeAgo(deployment.createdAt, part.now)}</span>
  </a></li>`;
}

function healthLine(facts: readonly HealthFact[]): Html | null {
  if (facts.length === 0) return null;
  return html`<dl class="health" aria-label="This server">${facts.map(
    ({ name, value, state }) =>
      html`<div data-state="${state}"><dt>${state === "ok" ? icon("circle-check") : icon("triangle-alert")}${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function search(): Html {
  return html`<div class="search">${icon("search")}<label class="visually-hidden" for="filter">Search projects</label><input id="filter" type="search" placeholder="Search projects" autocomplete="off" data-filter data-search-key><kbd>/</kbd></div>`;
}

function noProjects(): Html {
  return emptyState(
    "rocket",
    "Deploy your first project",
    "Paste the URL of a Git repository, drop a zip, or start from an example. AutoStack finds out how to build and run it.",
    html`<p class="actions">${linkButton("New project", "/new", { kind: "primary", icon: "plus" })}${linkButton("Try an example", "/new#examples")}</p>`,
  );
}
