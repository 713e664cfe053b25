import type { DeploymentState } from "../src/deployments/deployment.ts";
import type { ProvedCauses } from "../src/deployments/diagnosis.ts";
import type { Diagnosis } from "../src/diagnosis/rule.ts";
import { type Html, html } from "../src/lib/html.ts";
import type { Project } from "../src/projects/project.ts";
import { icon } from "./icon.ts";
import { prose } from "./prose.ts";
import { STAGE_WORDS } from "./status.ts";

type Crashed = { project: Pick<Project, "slug">; diagnosis: ProvedCauses | null };
type Failed = Extract<DeploymentState, { name: "failed" }>;

/** Why it failed: first what its log proves, with the lines; then what AutoStack itself saw. */
export function failed({ stage, problem }: Failed, diagnosis: ProvedCauses | null): Html {
  const [cause, ...others] = diagnosis?.findings ?? [];
  const where = html`<p class="quiet">Failed in the stage ${STAGE_WORDS[stage].name.toLowerCase()}. What was live before still is.</p>`;
  if (!cause) {
    return html`<div class="failure" role="alert">
      <h2>${prose(problem.summary)}</h2>
      ${where}
      ${problem.hint && whatToDo(problem.hint)}
    </div>`;
  }
  return html`<div class="failure" role="alert">
    ${causeBlock(cause, lineLink)}
    <p class="quiet">${prose(problem.summary)}</p>
    ${where}
    ${otherCauses(others, lineLink)}
  </div>`;
}

/** What is live has crashed since: the lines are those of the service, not of the deployment. */
export function crashed({ project, diagnosis }: Crashed): Html | null {
  const [cause, ...others] = diagnosis?.of === "crash" ? diagnosis.findings : [];
  if (!cause || !diagnosis) return null;
  const at = new Date(diagnosis.at).toISOString();
  return html`<div class="failure" role="alert">
    <p class="quiet">${icon("triangle-alert")}It crashed at <time datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time> and was started again. <a href="/projects/${project.slug}/logs">See its log</a></p>
    ${causeBlock(cause, plainText)}
    ${otherCauses(others, plainText)}
  </div>`;
}

type ShownLine = (line: Diagnosis["evidence"][number]) => Html;
const lineLink: ShownLine = ({ line, text }) => html`<a href="#L${line}" title="Show this line in the log">${text}</a>`;
const plainText: ShownLine = ({ text }) => html`${text}`;

function causeBlock({ title, explanation, fix, evidence }: Diagnosis, shown: ShownLine): Html {
  return html`<h2>${prose(title)}</h2>
    <ul class="evidence" aria-label="The lines that prove it">${evidence.map((line) => html`<li><code>${shown(line)}</code></li>`)}</ul>
    <p>${prose(explanation)}</p>
    ${whatToDo(fix)}`;
}

const whatToDo = (fix: string): Html => html`<p class="failure-fix"><strong>What to do</strong>${prose(fix)}</p>`;

function otherCauses(others: readonly Diagnosis[], shown: ShownLine): Html | null {
  if (others.length === 0) return null;
  return html`<details class="more"><summary>${icon("chevron-down")}Also seen in the log</summary>${others.map((each) => html`<div class="failure-other">${causeBlock(each, shown)}</div>`)}</details>`;
}
