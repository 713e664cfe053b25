import type { Deployment, Release } from "../../src/deployments/deployment.ts";
import type { ReleaseDiff } from "../../src/deployments/release-diff.ts";
import { type Child, type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import type { Revision } from "../../src/sources/source.ts";
import { actionButton, emptyState, panel } from "../components.ts";
import { type IconName, icon } from "../icon.ts";
import { layout, type Shell } from "../layout.ts";
import { deploymentName, deploymentPath, revisionWords, rollbackQuestion, stateBadge } from "../status.ts";
import { timeAgo } from "../time.ts";

type Side = { deployment: Deployment; release: Release };

export type CompareProps = {
  project: Project;
  from: Side;
  to: Side;
  diff: ReleaseDiff;
  /** What was deployed between the two, the newest first. */
  revisions: readonly Revision[];
  /** What somebody should know before they roll back to `from`. */
  warnings: readonly string[];
};

/** What is another in one release than in another one. Of variables it shows names only. */
export function comparePage(shell: Shell, props: CompareProps): Html {
  const { project, from, to, diff } = props;
  return layout(
    shell,
    html`<div class="page-head"><div>
      <p class="crumbs"><a href="/projects/${project.slug}">${project.name}</a><span aria-hidden="true">/</span><a href="/projects/${project.slug}/deployments">Deployments</a></p>
      <h1>From #${from.deployment.number} to #${to.deployment.number}</h1>
      <p class="byline quiet">${summary(props)}</p>
    </div>${goBack(shell, props)}</div>
    <div class="stack">
      ${sides(shell, props)}
      ${diff.same ? nothing() : differences(props)}
    </div>`,
  );
}

function nothing(): Html {
  return emptyState("layers", "Nothing differs", "Both are the same artifact, plan, variables and hostnames.");
}

/** `Different: the code, 3 variables. Both come to the same files.` */
function summary({ from, diff }: CompareProps): string {
  const { variables, hostnames, plan, code, sameArtifact, same } = diff;
  if (same) return "Nothing differs.";
  const parts = [
    code && "the code",
    counted(variables.added.length + variables.removed.length + variables.changed.length, "variable"),
    counted(plan.length, "setting"),
    counted(hostnames.added.length + hostnames.removed.length, "hostname"),
    code === null && !sameArtifact && "the build",
  ].filter((part) => typeof part === "string");
  const made = from.release.artifact.kind === "site" ? "files" : "image";
  return `Different: ${parts.join(", ")}.${code && sameArtifact ? ` Both come to the same ${made}.` : ""}`;
}

function counted(count: number, noun: string): string | null {
  return count === 0 ? null : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Who has compared with what is live wants one of the two. */
function goBack(shell: Shell, { project, from, to, warnings }: CompareProps): Html | null {
  if (from.deployment.state.name !== "retired" || to.deployment.state.name !== "live") return null;
  return actionButton(shell, {
    action: `${deploymentPath(project.slug, from.deployment.id)}/rollback`,
    label: `Roll back to #${from.deployment.number}`,
    icon: "rotate-ccw",
    confirm: rollbackQuestion(from.deployment, warnings),
  });
}

function sides(shell: Shell, { project, from, to }: CompareProps): Html {
  const side = (word: string, { deployment, release }: Side) => html`<section class="side" aria-label="${word}">
    <p class="side-head"><span class="quiet">${word}</span><a href="${deploymentPath(project.slug, deployment.id)}">${deploymentName(deployment)}</a>${stateBadge(deployment.state)}</p>
    <p>${revisionWords(release.revision)}</p>
    <p class="quiet">Made ${timeAgo(release.createdAt, shell.now)}, release <code title="${release.hash}">${release.hash.slice(0, 12)}</code></p>
  </section>`;
  return html`<div class="sides">${side("From", from)}${side("To", to)}</div>`;
}

function differences({ diff, revisions }: CompareProps): Html {
  const { variables, hostnames, plan, code } = diff;
  return html`
    ${code && panel("code", "Code", codeWords(revisions), revisions.length > 0 && html`<ul class="revisions">${revisions.map((one) => html`<li>${revisionWords(one)}</li>`)}</ul>`)}
    <div class="columns">${names("variables", "Variables", "Names only: values are never shown.", variables)}${names("hostnames", "Hostnames", "What led to it.", { ...hostnames, changed: [] })}</div>
    ${plan.length > 0 && panel("plan", "Plan", "How it is built and run.", planTable(diff))}`;
}

function codeWords(revisions: readonly Revision[]): string {
  const count = revisions.length;
  return count === 0
    ? "The code differs."
    : `${count} revision${count === 1 ? " was" : "s were"} deployed from one to the other.`;
}

const CHANGES = {
  added: { word: "Added", icon: "plus" },
  removed: { word: "Removed", icon: "x" },
  changed: { word: "Changed", icon: "rotate-cw" },
} as const satisfies Record<string, { word: string; icon: IconName }>;

function names(id: string, title: string, words: Child, diff: ReleaseDiff["variables"]): Html | null {
  const rows = (["added", "removed", "changed"] as const).flatMap((change) =>
    diff[change].map(
      (name) =>
        html`<li data-change="${change}">${icon(CHANGES[change].icon)}<code>${name}</code><span class="quiet">${CHANGES[change].word}</span></li>`,
    ),
  );
  return rows.length === 0 ? null : panel(id, title, words, html`<ul class="changes">${rows}</ul>`);
}

function planTable({ plan }: ReleaseDiff): Html {
  const value = (text: string) => (text === "" ? html`<span class="quiet">none</span>` : html`<code>${text}</code>`);
  const rows = plan.map(
    ({ field, from, to }) =>
      html`<tr><th scope="row">${fieldWords(field)}</th><td>${value(from)}</td><td>${value(to)}</td></tr>`,
  );
  return table(["Setting", "From", "To"], rows);
}

/** `packageManager` reads as `Package manager`. */
function fieldWords(field: string): string {
  const words = field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  const head = (text: string) => (text === "" ? html`<td></td>` : html`<th scope="col">${text}</th>`);
  return html`<div class="table-scroll" tabindex="0"><table class="table"><thead><tr>${heads.map(head)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
