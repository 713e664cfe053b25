import { type Html, html } from "../../src/lib/html.ts";
import type { AppPlan, Scan, WantedVariable } from "../../src/plans/plan.ts";
import { callout } from "../components.ts";
import { type FormState, field, formProblem, hidden, linkButton, postForm, select, submit, textarea } from "../form.ts";
import { icon } from "../icon.ts";
import { importReport } from "../import-report.ts";
import { layout, type Part, type Shell } from "../layout.ts";
import { findingList, place, properName } from "../plan.ts";
import { commandFields, hookFields } from "../plan-fields.ts";

export type DetectedProps = {
  scan: Scan;
  /** The app that is about to be deployed, with edits applied; `null` when nothing was recognised. */
  plan: AppPlan | null;
  form: FormState;
  /** Where the code is (upload, Git URL, example): goes back with POST /projects as it came. */
  draft: Record<string, string>;
  suggestedSlug: string;
  /** What the code is called: a repository's path, a file's name. */
  sourceName: string;
};

export function detectedPage(shell: Shell, props: DetectedProps): Html {
  return layout(shell, detectedBody(shell, props));
}

/** Fragment `#new`: what was found in the code, editable, and the button that deploys it (POST /projects). */
export function detectedBody(part: Part, props: DetectedProps): Html {
  const { plan } = props;
  return html`<div id="new" class="narrow">
    <div class="page-head"><div>
      <p class="crumbs"><a href="/new">${icon("arrow-left")}New project</a></p>
      <h1>${plan ? "Detected" : "Nothing recognised"}</h1>
      <p class="lead"><code>${props.sourceName}</code></p>
    </div></div>
    ${plan ? planForm(part, props, plan) : nothingFound(props.scan)}
  </div>`;
}

function planForm(part: Part, props: DetectedProps, plan: AppPlan): Html {
  const { form, draft, suggestedSlug } = props;
  return postForm(
    part,
    { action: "/projects", target: "new", class: "form detected" },
    formProblem(form, ...FIELDS),
    Object.entries(draft).map(([name, value]) => hidden(name, value)),
    html`<section class="panel"><div class="panel-body">${summaryLine(plan)}
      <div class="columns">
        ${field({ name: "name", label: "Project name", form, value: suggestedSlug, required: true })}
        ${field({ name: "slug", label: "Slug", form, value: suggestedSlug, required: true, mono: true, hint: "Becomes the host name." })}
      </div>
      ${appChoice(props, plan)}
      <div class="form-actions">${submit("Deploy now", { icon: "rocket" })}<span class="quiet">or look at what was found first</span></div>
    </div></section>`,
    findingList(plan.findings),
    commandFields(form, plan),
    importReport(plan),
    variablesPart(form, plan.variables),
    hookFields(form, plan),
    html`<div class="form-actions">${submit("Deploy now", { icon: "rocket" })}${linkButton("Start over", "/new", { kind: "quiet" })}</div>`,
  );
}

const FIELDS = [
  ...[
    "name",
    "slug",
    "path",
    "kind",
    "runtimeVersion",
    "install",
    "build",
    "start",
    "output",
    "port",
    "health",
    "useDockerfile",
    "usePlatformFiles",
    "variables",
  ],
  ...["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch"],
];

function summaryLine(plan: AppPlan): Html {
  const { runtime, dockerfile } = plan;
  const made = [
    plan.framework ?? properName(plan.language),
    plan.packageManager,
    `${properName(runtime.name)} ${runtime.version}`.trim(),
  ];
  const words = [...(dockerfile === null ? made : [dockerfile, runtime.version || null]), ...plan.databases];
  return html`<ul class="chips" aria-label="What it is">${words.filter((word) => word !== null).map((word) => html`<li>${word}</li>`)}</ul>`;
}

function appChoice({ scan, form }: DetectedProps, plan: AppPlan): Html | null {
  if (scan.apps.length < 2) return null;
  return select({
    name: "path",
    label: "Which part of it",
    form,
    value: plan.path,
    hint: "Another part is built as it was detected; its fields can be edited in the settings.",
    options: scan.apps.map((app) => ({
      value: app.path,
      label: `${app.path === "." ? "the top folder" : app.path} (${app.framework ?? properName(app.language)})`,
    })),
  });
}

function variablesPart(form: FormState, wanted: readonly WantedVariable[]): Html {
  const missing = wanted.map((variable) => `${variable.name}=${variable.example}`).join("\n");
  return html`<section class="panel" aria-labelledby="variables-title">
    <div class="panel-head"><h2 id="variables-title">Variables</h2><p>Paste a <code>.env</code>. Values are encrypted.</p></div>
    <div class="panel-body">
      ${
        wanted.length > 0 &&
        html`<ul class="wanted">${wanted.map(
          (variable) =>
            html`<li><code>${variable.name}</code>${variable.required && html`<span class="tag">required</span>`}${variable.secret && html`<span class="tag">secret</span>`}<code class="place">${place(variable)}</code></li>`,
        )}</ul>`
      }
      ${textarea({ name: "variables", label: "Variables, one NAME=value a line", form, value: missing, rows: Math.min(12, Math.max(4, wanted.length + 1)), mono: true, placeholder: "NAME=value" })}
    </div>
  </section>`;
}

function nothingFound(scan: Scan): Html {
  return html`${callout(
    "warning",
    "No program was recognised in these files",
    html`<p>${scan.toAdd ?? "Add one of these at the top of the project, or name the folder that holds it, and try again."}</p>`,
  )}
  <section class="panel" aria-labelledby="looked-title"><div class="panel-head"><h2 id="looked-title">What was looked for</h2></div>
    <div class="panel-body"><ul class="looked-for">${scan.lookedFor.map((what) => html`<li>${icon("circle-dashed")}<code>${what}</code></li>`)}</ul>
    <p class="actions">${linkButton("Try again", "/new", { kind: "primary", icon: "rotate-cw" })}</p></div>
  </section>`;
}
