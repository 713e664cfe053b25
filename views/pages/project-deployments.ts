import type { Deployment } from "../../src/deployments/deployment.ts";
import { type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import { actionButton, emptyState } from "../components.ts";
import { type FormState, linkButton } from "../form.ts";
import type { Part } from "../layout.ts";
import { deploymentPath, isUnderway, revisionWords, rollbackQuestion, stateBadge, triggerWords } from "../status.ts";
import { clock, timeAgo } from "../time.ts";
import { uploadForm } from "./new.ts";

export type DeploymentItem = {
  deployment: Deployment;
  /** `production`, or a preview's name. */
  environment: string;
  /** Its release is kept and is not the one that is live. */
  canRollBack: boolean;
  /** What somebody should know before they do. */
  warnings: readonly string[];
};

export type DeploymentsProps = {
  project: Project;
  items: readonly DeploymentItem[];
  /** Of the upload and of **Deploy**. */
  form: FormState;
  uploadLimitBytes: number;
  /** The path of the page with older ones, if there are any. */
  older: string | null;
};

/** Fragment `#deployments`. */
export function deploymentsTab(part: Part, props: DeploymentsProps): Html {
  const { project, items, older } = props;
  return html`<div id="deployments" class="stack">
    ${newVersion(part, props)}
    ${
      items.length === 0
        ? emptyState(
            "rocket",
            "No deployments yet",
            "Each attempt to bring this project live stands here, with its log.",
          )
        : deploymentList(part, project, items)
    }
    ${older && html`<p class="actions"><a class="button" data-kind="secondary" href="${older}">Older deployments</a></p>`}
  </div>`;
}

function newVersion(part: Part, { project, form, uploadLimitBytes }: DeploymentsProps): Html {
  const action = `/projects/${project.slug}/deployments`;
  if (project.source.kind === "upload") {
    return html`<section id="upload" aria-label="Upload a new version">${uploadForm(part, { action: `${action}/upload`, form, uploadLimitBytes, project: project.slug })}</section>`;
  }
  return html`<div class="actions">${actionButton(part, { action, label: "Deploy the newest version", icon: "rocket", kind: "primary" })}</div>`;
}

export function deploymentList(part: Part, project: Pick<Project, "slug">, items: readonly DeploymentItem[]): Html {
  return html`<ul class="rows">${items.map((item) => deploymentRow(part, project, item))}</ul>`;
}

/** Fragment `#deployment-<id>`: one attempt in a list. */
export function deploymentRow(part: Part, project: Pick<Project, "slug">, item: DeploymentItem): Html {
  const { deployment, environment } = item;
  return html`<li class="row deployment-row" id="deployment-${deployment.id}">
    <span class="row-state">${stateBadge(deployment.state)}${clock(deployment.startedAt, deployment.finishedAt, part.now)}</span>
    <span class="row-main"><a class="row-link" href="${deploymentPath(project.slug, deployment.id)}">#${deployment.number}</a>${revisionWords(deployment.revision)}</span>
    <span class="row-who quiet"><span class="tag">${environment}</span><span>${triggerWords(deployment)} by ${deployment.startedBy} ${timeAgo(deployment.createdAt, part.now)}</span></span>
    <span class="row-actions">${rowActions(part, project, item)}</span>
  </li>`;
}

function rowActions(
  part: Part,
  project: Pick<Project, "slug">,
  { deployment, canRollBack, warnings }: DeploymentItem,
): Html {
  const path = deploymentPath(project.slug, deployment.id);
  if (isUnderway(deployment.state)) return actionButton(part, { action: `${path}/cancel`, label: "Cancel", icon: "x" });
  const compare = `/projects/${project.slug}/compare?from=${deployment.id}`;
  return html`${
    canRollBack &&
    html`${linkButton("Compare", compare, { kind: "quiet", small: true })}${actionButton(part, {
      action: `${path}/rollback`,
      label: "Roll back",
      icon: "rotate-ccw",
      confirm: rollbackQuestion(deployment, warnings),
    })}`
  }${actionButton(part, { action: `${path}/redeploy`, label: "Redeploy", icon: "rotate-cw", kind: "quiet" })}`;
}
