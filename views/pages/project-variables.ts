import { type Html, html } from "../../src/lib/html.ts";
import type { WantedVariable } from "../../src/plans/plan.ts";
import type { EnvironmentKind, Project } from "../../src/projects/project.ts";
import type { Variable, VariableUse } from "../../src/projects/variable.ts";
import { actionButton, emptyState, panel } from "../components.ts";
import { checkbox, type FormState, field, formProblem, hidden, postForm, select, submit, textarea } from "../form.ts";
import { icon } from "../icon.ts";
import type { Part } from "../layout.ts";
import { place } from "../plan.ts";
import { timeAgo } from "../time.ts";

/** A variable as it may be shown: a secret comes without its value. */
export type ShownVariable = Omit<Variable, "value"> & { value: string | null };

export type VariablesProps = {
  project: Project;
  environment: EnvironmentKind;
  variables: readonly ShownVariable[];
  /** What the code reads, by the last plan. */
  wanted: readonly WantedVariable[];
  /** Fields `name`, `value`, `use`, `secret` of one variable, or `pasted` of many. */
  form: FormState;
};

const USES: { value: VariableUse; label: string }[] = [
  { value: "both", label: "Build and run" },
  { value: "run", label: "Run only" },
  { value: "build", label: "Build only" },
];

/** Fragment `#variables`: the answer to every POST to /projects/<slug>/variables. */
export function variablesTab(part: Part, props: VariablesProps): Html {
  const { project, variables } = props;
  return html`<div id="variables" class="stack">
    <div class="section-head">${environmentSwitch(props)}<div class="actions"><a class="button button-small" data-kind="secondary" href="/projects/${project.slug}/env-example" download><span class="button-label">${icon("download")}.env.example</span></a>${restartButton(part, props)}</div></div>
    ${missing(props)}
    ${
      variables.length === 0
        ? emptyState(
            "key-round",
            "No variables yet",
            "Add one below, or paste a whole .env. They are encrypted, and given from the next deployment on.",
          )
        : html`<ul class="rows variables">${variables.map((variable) => variableRow(part, props, variable))}</ul>`
    }
    ${addForm(part, props)}
    ${pasteForm(part, props)}
  </div>`;
}

/** Variables count from the next start on. */
function restartButton(part: Part, { project, environment, variables }: VariablesProps): Html | null {
  if (environment !== "production" || variables.length === 0) return null;
  return actionButton(part, {
    action: `/projects/${project.slug}/restart`,
    label: "Restart with these",
    icon: "rotate-cw",
  });
}

function environmentSwitch({ project, environment }: VariablesProps): Html {
  const link = (kind: EnvironmentKind, label: string, query: string) =>
    html`<a href="/projects/${project.slug}/variables${query}"${kind === environment && html` aria-current="page"`}>${label}</a>`;
  return html`<nav class="segments" aria-label="Environment">${link("production", "Production", "")}${link("preview", "Previews", "?environment=preview")}</nav>`;
}

function missing({ variables, wanted }: VariablesProps): Html | null {
  const known = new Set(variables.map((variable) => variable.name));
  const open = wanted.filter((variable) => !known.has(variable.name));
  if (open.length === 0) return null;
  return panel(
    "wanted",
    "The code reads these, and they are not set",
    null,
    html`<ul class="wanted">${open.map(
      (variable) =>
        html`<li><code>${variable.name}</code>${variable.required && html`<span class="tag">required</span>`}${variable.secret && html`<span class="tag">secret</span>`}<code class="place">${place(variable)}</code></li>`,
    )}</ul>`,
  );
}

function variableRow(part: Part, { project, environment }: VariablesProps, variable: ShownVariable): Html {
  const action = `/projects/${project.slug}/variables`;
  return html`<li class="row variable-row" id="variable-${variable.name}">
    <span class="row-main"><code class="variable-name">${variable.name}</code>${
      variable.value === null
        ? html`<span class="quiet secret">${icon("eye-off")}Secret, not shown</span>`
        : html`<code class="variable-value">${variable.value}</code>`
    }</span>
    <span class="row-who quiet"><span class="tag">${USES.find((use) => use.value === variable.use)?.label}</span>${timeAgo(variable.updatedAt, part.now)}</span>
    <span class="row-actions">${editForm(part, action, environment, variable)}${actionButton(part, {
      action: `${action}/${variable.name}/delete`,
      label: "Delete",
      icon: "trash-2",
      kind: "quiet",
      target: "variables",
      confirm: `Delete ${variable.name}? What is live keeps it until the next deployment.`,
      fields: { environment },
    })}</span>
  </li>`;
}

function editForm(part: Part, action: string, environment: EnvironmentKind, variable: ShownVariable): Html {
  const form: FormState = { values: {}, problem: null };
  const prefix = `edit-${variable.name}`;
  return html`<details class="edit"><summary class="button button-small" data-kind="quiet">Edit</summary>${postForm(
    part,
    { action, target: "variables", class: "form edit-form" },
    hidden("environment", environment),
    hidden("name", variable.name),
    textarea({
      name: "value",
      label: `New value of ${variable.name}`,
      form,
      prefix,
      value: variable.value,
      mono: true,
      rows: 2,
    }),
    select({ name: "use", label: "Given to", form, prefix, value: variable.use, options: USES }),
    checkbox({ name: "secret", label: "Secret: never shown again", form, checked: variable.secret }),
    submit("Save"),
  )}</details>`;
}

function addForm(part: Part, { project, environment, form }: VariablesProps): Html {
  return panel(
    "add-variable",
    "Add a variable",
    null,
    postForm(
      part,
      { action: `/projects/${project.slug}/variables`, target: "variables" },
      formProblem(form, "name", "value", "use", "pasted"),
      hidden("environment", environment),
      html`<div class="columns">
        ${field({ name: "name", label: "Name", form, placeholder: "DATABASE_URL", required: true, mono: true, autocomplete: "off" })}
        ${select({ name: "use", label: "Given to", form, value: "both", options: USES })}
      </div>`,
      textarea({ name: "value", label: "Value", form, mono: true, rows: 2 }),
      checkbox({ name: "secret", label: "Secret: never shown again", form }),
      submit("Add"),
    ),
  );
}

function pasteForm(part: Part, { project, environment, form }: VariablesProps): Html {
  return panel(
    "paste-variables",
    "Paste a .env",
    "Names that exist already get the new value.",
    postForm(
      part,
      { action: `/projects/${project.slug}/variables`, target: "variables" },
      hidden("environment", environment),
      textarea({
        name: "pasted",
        label: "One NAME=value a line",
        form,
        mono: true,
        rows: 5,
        placeholder: "NAME=value",
        required: true,
      }),
      submit("Add all"),
    ),
  );
}
