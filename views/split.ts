import type { SplitChoice, SplitFacts, SplitSide } from "../src/deployments/split-facts.ts";
import { type Html, html } from "../src/lib/html.ts";
import type { Environment, Project } from "../src/projects/project.ts";
import type { Revision } from "../src/sources/source.ts";
import { callout, panel } from "./components.ts";
import { type FormState, formProblem, linkButton, postForm, select, submit } from "./form.ts";
import type { Part } from "./layout.ts";
import { prose } from "./prose.ts";
import { deploymentPath, revisionWords } from "./status.ts";
import { errorCount, shareForm, trialActions } from "./trial.ts";

export type SplitProps = {
  project: Pick<Project, "slug">;
  environment: Pick<Environment, "name">;
  split: SplitFacts;
  form: FormState;
};

type Running = Extract<SplitFacts, { kind: "running" }>;

/** Fragment `#split`: the answer to POST /projects/<slug>/environments/<name>/split. */
export function splitPanel(part: Part, props: SplitProps): Html {
  return panel(
    "split",
    "A/B split",
    "Some visitors get side B and stay with it, by a cookie; the others get what is live.",
    splitBody(part, props),
  );
}

/** A branch's slash must not end the name. */
export function splitPath({ slug }: Pick<Project, "slug">, { name }: Pick<Environment, "name">): string {
  return `/projects/${slug}/environments/${encodeURIComponent(name)}/split`;
}

function splitBody(part: Part, props: SplitProps): Html {
  const { project, split } = props;
  switch (split.kind) {
    case "running":
      return html`${poll(part, props)}${running(props, split)}`;
    case "starting":
      return html`${poll(part, props)}${callout(
        "info",
        html`Side B is being started: ${split.deployment.split?.name}`,
        html`<p>Nobody gets it before it answers. <a href="${deploymentPath(project.slug, split.deployment.id)}">Watch it</a></p>`,
      )}`;
    case "refused":
      return html`${formProblem(props.form)}<p>${prose(split.problem.summary)}</p>${split.problem.hint && html`<p class="quiet">${prose(split.problem.hint)}</p>`}`;
    case "ready":
      return split.choices.length === 0 ? nothingToChoose(props) : splitForm(part, props, split.choices);
  }
}

/** The counts go on. What has the focus keeps it. */
function poll(part: Part, { project, environment }: SplitProps): Html {
  return html`<div hidden hx-get="${splitPath(project, environment)}" hx-trigger="every 5s" hx-target="#split" hx-swap="outerMorph" hx-nonce="${part.nonce}"></div>`;
}

function running({ project }: SplitProps, { deployment, percent, sides }: Running): Html {
  const path = deploymentPath(project.slug, deployment.id);
  return html`<div class="trial">
    ${shareForm(path, percent, "Share of B")}
    <table class="table trial-table split-table"><caption class="visually-hidden">Since the split began</caption><thead><tr><th scope="col">Side</th><th scope="col">Requests</th><th scope="col">Errors</th></tr></thead><tbody>${sides.map((side) => sideRow(project, side))}</tbody></table>
    <p class="quiet trial-note">Counted since the split began. An error is an answer of 500 or more, or none.</p>
    <div class="actions">${trialActions(path, deployment.split)}</div>
  </div>`;
}

function sideRow({ slug }: Pick<Project, "slug">, { side, name, deployment, ...counted }: SplitSide): Html {
  const { revision, percent, requests, errors } = counted;
  return html`<tr data-side="${side}">
    <th scope="row"><span class="split-side"><strong>${side}</strong><span>${name}, ${percent} %</span><a href="${deploymentPath(slug, deployment.id)}">#${deployment.number}</a></span>${revision && revisionWords(revision)}</th>
    <td>${requests === null ? "–" : requests.toLocaleString("en")}</td>
    <td>${requests === null || errors === null ? "–" : errorCount({ requests, errors })}</td>
  </tr>`;
}

function nothingToChoose({ project }: SplitProps): Html {
  return html`<p>There is nothing beside what is live yet: no other release that is kept, and no other branch.</p>
    <p>${linkButton("Deploy a new version", `/projects/${project.slug}/deployments`, { small: true })}</p>`;
}

const SHARES = [5, 10, 25, 50, 75].map((share) => ({ value: String(share), label: `${share} % of visitors` }));

function splitForm(part: Part, { project, environment, form }: SplitProps, choices: readonly SplitChoice[]): Html {
  return postForm(
    part,
    { action: splitPath(project, environment), target: "split" },
    formProblem(form, "side", "percent"),
    html`<div class="columns">
      ${select({
        name: "side",
        label: "Side B",
        form,
        options: choices.map((choice) => ({ value: choice.value, label: choiceWords(choice) })),
        hint: `A release runs with the variables that it had; what a branch was built into with those of ${environment.name}.`,
      })}
      ${select({ name: "percent", label: "Gets", form, value: "50", options: SHARES })}
    </div>`,
    html`<div class="form-actions">${submit("Start the split", { icon: "activity" })}</div>`,
  );
}

/** `Branch redesign, #14: Fix the header` */
function choiceWords({ kind, name, number, revision }: SplitChoice): string {
  const what = kind === "release" ? `Release ${name}` : `Branch ${name}, #${number}`;
  return `${what}: ${revisionText(revision)}`;
}

function revisionText(revision: Revision): string {
  switch (revision.kind) {
    case "commit":
      return revision.message.split("\n", 1)[0] ?? revision.sha.slice(0, 7);
    case "upload":
      return revision.fileName;
    case "example":
      return `Example ${revision.name}`;
  }
}
