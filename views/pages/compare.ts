import type { Deployment, Release } from "../../src/deployments/deployment.ts";
import type { ReleaseDiff } from "../../src/deployments/release-diff.ts";
import { type Child, type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import type { Revision } from "../../src/sources/source.ts";
import { emptyState, panel } from "../components.ts";
import { layout, type Shell } from "../layout.ts";
import { deploymentName, deploymentPath, revisionWords, stateBadge } from "../status.ts";
import { timeAgo } from "../time.ts";

type Side = { deployment: Deployment; release: Release };

export type CompareProps = {
  project: Project;
  from: Side;
  to: Side;
  diff: ReleaseDiff;
  /** What was deployed between the two, the newest first. */
  revisions: readonly Revision[];
};

/** What is another in one release than in another one. Of variables it shows names only. */
export function comparePage(shell: Shell, props: CompareProps): Html {
  const { project, from, to, diff } = props;
  return layout(
    shell,
    html`<div class="page-head"><div>
      <p class="crumbs"><a href="/projects/${project.slug}">${project.name}</a><span aria-hidden="true">/</span><a href="/projects/${project.slug}/deployments">Deployments</a></p>
      <h1>From ${deploymentName(from.deployment)} to ${deploymentName(to.deployment)}</h1>
    </div></div>
    <div class="stack">
      ${sides(shell, props)}
      ${diff.same ? nothing() : differences(props)}
    </div>`,
  );
}

function nothing(): Html {
  return emptyState("layers", "Nothing differs", "Both are the same artifact, plan, variables and hostnames.");
}

function sides(shell: Shell, { project, from, to }: CompareProps): Html {
  const side = (word: string, { deployment, release }: Side) => html`<tr>
    <th scope="row">${word}</th>
    <td><a href="${deploymentPath(project.slug, deployment.id)}">#${deployment.number}</a></td>
    <td>${stateBadge(deployment.state)}</td>
    <td>${revisionWords(release.revision)}</td>
    <td>${timeAgo(release.createdAt, shell.now)}</td>
    <td><code title="${release.hash}">${release.hash.slice(0, 12)}</code></td>
  </tr>`;
  return table(["", "Deployment", "State", "Revision", "Made", "Release"], [side("From", from), side("To", to)]);
}

function differences({ diff, revisions }: CompareProps): Html {
  const { variables, hostnames, plan, sameArtifact, code } = diff;
  return html`
    ${code && panel("code", "Code", codeWords(revisions), html`<ul class="rows">${revisions.map((one) => html`<li class="row"><span class="row-main">${revisionWords(one)}</span></li>`)}</ul>`)}
    ${names("variables", "Variables", "Names only: values are never shown.", variables)}
    ${plan.length > 0 && panel("plan", "Plan", "How it is built and run.", planTable(diff))}
    ${names("hostnames", "Hostnames", null, { ...hostnames, changed: [] })}
    ${!sameArtifact && html`<p class="quiet">They run different builds.</p>`}`;
}

function codeWords(revisions: readonly Revision[]): string {
  const count = revisions.length;
  return count === 0
    ? "The code differs."
    : `What was deployed between them: ${count} revision${count === 1 ? "" : "s"}.`;
}

function names(id: string, title: string, words: Child, diff: ReleaseDiff["variables"]): Html | null {
  const all = [
    ...diff.added.map((name) => ({ name, change: "Added" })),
    ...diff.removed.map((name) => ({ name, change: "Removed" })),
    ...diff.changed.map((name) => ({ name, change: "Changed" })),
  ];
  if (all.length === 0) return null;
  const rows = all.map(
    ({ name, change }) => html`<tr><th scope="row"><code>${name}</code></th><td>${change}</td></tr>`,
  );
  return panel(id, title, words, table(["Name", "Change"], rows));
}

function planTable({ plan }: ReleaseDiff): Html {
  const value = (text: string) => (text === "" ? html`<span class="quiet">none</span>` : html`<code>${text}</code>`);
  const rows = plan.map(
    ({ field, from, to }) => html`<tr><th scope="row">${field}</th><td>${value(from)}</td><td>${value(to)}</td></tr>`,
  );
  return table(["Setting", "From", "To"], rows);
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  const head = (text: string) => (text === "" ? html`<td></td>` : html`<th scope="col">${text}</th>`);
  return html`<div class="table-scroll" tabindex="0"><table class="table"><thead><tr>${heads.map(head)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
