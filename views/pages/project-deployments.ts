import type { Deployment } from "../../src/deployments/deployment.ts";
import { type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import { actionButton, emptyState } from "../components.ts";
import { type FormState, formProblem, linkButton, postForm, select, submit } from "../form.ts";
import type { Part } from "../layout.ts";
import {
  deploymentPath,
  isUnderway,
  revisionWords,
  rollbackQuestion,
  stateBadge,
  triggerWords,
  waitsFor,
} from "../status.ts";
import { clock, timeAgo } from "../time.ts";
import { trialWords } from "../trial.ts";
import { UPLOAD_FORM, uploadForm } from "./new.ts";

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
  /** Whether something is live that a new version can share visitors with. */
  canTry: boolean;
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

function newVersion(part: Part, { project, form, uploadLimitBytes, canTry }: DeploymentsProps): Html {
  const action = `/projects/${project.slug}/deployments`;
  if (project.source.kind === "upload") {
    return html`<section class="upload-version" id="upload" aria-label="Upload a new version">${uploadForm(part, { action: `${action}/upload`, form, uploadLimitBytes, project: project.slug })}${canTry && shareChoice(form, UPLOAD_FORM)}${formProblem(form, "file", "canary")}</section>`;
  }
  return html`${postForm(
    part,
    { action, class: "deploy-form" },
    submit("Deploy the newest version", { icon: "rocket" }),
    canTry && shareChoice(form),
  )}${formProblem(form, "canary")}`;
}

const SHARES = [
  { value: "", label: "All visitors at once" },
  { value: "5", label: "5 % of visitors first" },
  { value: "10", label: "10 % of visitors first" },
  { value: "25", label: "25 % of visitors first" },
  { value: "50", label: "50 % of visitors first" },
];

/** Who gets the new version: everybody, or a share of visitors to try it on. */
function shareChoice(form: FormState, formId?: string): Html {
  return select({ name: "canary", label: "Goes to", form, options: SHARES, ...(formId && { formId }) });
}

export function deploymentList(part: Part, project: Pick<Project, "slug">, items: readonly DeploymentItem[]): Html {
  return html`<ul class="rows">${items.map((item) => deploymentRow(part, project, item))}</ul>`;
}

/** Fragment `#deployment-<id>`: one attempt in a list. */
export function deploymentRow(part: Part, project: Pick<Project, "slug">, item: DeploymentItem): Html {
  const { deployment, environment } = item;
  return html`<li class="row deployment-row" id="deployment-${deployment.id}">
    <span class="row-state">${stateBadge(deployment.state)}${clock(deployment.startedAt, deployment.finishedAt, part.now)}</span>
    <span class="row-main"><a class="row-link" href="${deploymentPath(project.slug, deployment.id)}">#${deployment.number}</a>${rowWords(deployment)}</span>
    <span class="row-who quiet"><span class="tag">${environment}</span><span>${triggerWords(deployment)} by ${deployment.startedBy} ${timeAgo(deployment.createdAt, part.now)}</span></span>
    <span class="row-actions">${rowActions(part, project, item)}</span>
  </li>`;
}

/** What is deployed; of one that waits, what it waits for. */
function rowWords({ state, revision }: Deployment): Html {
  const reason = waitsFor(state);
  return reason === undefined ? revisionWords(revision) : html`<span class="row-waits">${reason}</span>`;
}

function rowActions(
  part: Part,
  project: Pick<Project, "slug">,
  { deployment, canRollBack, warnings }: DeploymentItem,
): Html {
  const path = deploymentPath(project.slug, deployment.id);
  if (isUnderway(deployment.state)) return actionButton(part, { action: `${path}/cancel`, label: "Cancel", icon: "x" });
  if (deployment.state.name === "canary") {
    const words = trialWords(deployment.split);
    return html`${actionButton(part, { action: `${path}/cancel`, label: words.abort, icon: "x", kind: "quiet" })}${actionButton(part, { action: `${path}/promote`, label: words.promote, icon: "rocket" })}`;
  }
  if (!canRollBack) {
    return actionButton(part, { action: `${path}/redeploy`, label: "Redeploy", icon: "rotate-cw", kind: "quiet" });
  }
  const compare = `/projects/${project.slug}/compare?from=${deployment.id}`;
  return html`${linkButton("Compare", compare, { kind: "quiet", small: true })}${actionButton(part, {
    action: `${path}/rollback`,
    label: "Roll back",
    icon: "rotate-ccw",
    confirm: rollbackQuestion(deployment, warnings),
  })}`;
}
