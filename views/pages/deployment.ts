import type { LogLine } from "../../src/deployments/deployment.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { type DeploymentView, deploymentRevision, deploymentStatus, stageList } from "../deployment.ts";
import { icon } from "../icon.ts";
import { layout, type Shell } from "../layout.ts";
import { logRow, logView, stageGroups } from "../log.ts";
import { deploymentName, deploymentPath, isUnderway, triggerWords } from "../status.ts";
import { timeAgo } from "../time.ts";

export type DeploymentPageProps = DeploymentView & {
  /** The log so far, or its end when it is long. */
  lines: readonly LogLine[];
};

export function deploymentPage(shell: Shell, props: DeploymentPageProps): Html {
  const { project, deployment } = props;
  return layout(
    shell,
    html`<div class="page-head"><div>
      <p class="crumbs"><a href="/projects/${project.slug}">${project.name}</a><span aria-hidden="true">/</span><a href="/projects/${project.slug}/deployments">Deployments</a></p>
      <h1>Deployment ${deploymentName(deployment)}</h1>
      <p class="byline">${deploymentRevision(props)}<span class="quiet">${triggerWords(deployment)} by ${deployment.startedBy} ${timeAgo(deployment.createdAt, shell.now)}</span></p>
    </div></div>
    <div class="deployment">
      <div class="deployment-side">
        ${deploymentStatus(props, shell.now)}
        ${isUnderway(deployment.state) && html`<noscript><p class="quiet">Reload this page to see how it goes on.</p></noscript>`}
        ${trialPoll(shell, props)}
        ${stageList(props, shell.now)}
        ${recipe(props)}
      </div>
      ${deploymentLog(shell, props)}
    </div>`,
  );
}

function deploymentLog(shell: Shell, { project, deployment, lines, stages }: DeploymentPageProps): Html {
  const path = deploymentPath(project.slug, deployment.id);
  const last = lines.at(-1);
  return logView({
    title: "Log",
    rows: lines.map(logRow),
    groups: isUnderway(deployment.state) ? stageGroups(ALL) : stageGroups(stages.map((run) => run.stage)),
    download: `${path}/log`,
    connect: isUnderway(deployment.state) ? `${path}/events${last ? `?after=${last.id}` : ""}` : null,
    nonce: shell.nonce,
    empty: isUnderway(deployment.state) ? "The first lines come in a moment." : "This deployment wrote no log.",
  });
}

/** Counts go on after the event stream has ended. What has the focus keeps it. */
function trialPoll(shell: Shell, { project, deployment }: DeploymentPageProps): Html | null {
  if (deployment.canary === null) return null;
  const path = deploymentPath(project.slug, deployment.id);
  return html`<div hidden hx-get="${path}" hx-trigger="every 5s" hx-target="#deployment-status" hx-swap="outerMorph" hx-nonce="${shell.nonce}"></div>`;
}

const ALL = ["source", "scan", "plan", "build", "start", "probe", "route", "retire"] as const;

function recipe({ release }: DeploymentPageProps): Html | null {
  if (release === null) return null;
  return html`<details class="more"><summary>${icon("chevron-down")}The recipe it was built with</summary><pre class="code" tabindex="0"><code>${release.recipe}</code></pre></details>`;
}
