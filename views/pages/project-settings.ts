import { type Html, html } from "../../src/lib/html.ts";
import type { AppPlan } from "../../src/plans/plan.ts";
import type { Project } from "../../src/projects/project.ts";
import { confirmByName, panel } from "../components.ts";
import { EMPTY_FORM, type FormState, field, formProblem, postForm, submit } from "../form.ts";
import { icon } from "../icon.ts";
import { importReport } from "../import-report.ts";
import type { Part } from "../layout.ts";
import { commandFields, hookFields } from "../plan-fields.ts";
import { credentialField } from "./new.ts";

export type ProjectSettingsProps = {
  project: Project;
  /** The last plan with the project's edits applied; `null` before the first scan. */
  plan: AppPlan | null;
  /** The Dockerfile or script that the plan leads to. */
  recipe: string | null;
  /** Of the settings form, or of the deletion (field `confirm`). */
  form: FormState;
};

/** Fragment `#project-settings`: the answer to POST /projects/<slug>/settings, and to a deletion that was refused. */
export function settingsTab(part: Part, props: ProjectSettingsProps): Html {
  return html`<div id="project-settings" class="stack narrow-left">
    ${settingsForm(part, props)}
    ${
      props.recipe &&
      panel(
        "recipe",
        "Recipe",
        "What the next build follows.",
        html`<pre class="code" tabindex="0"><code>${props.recipe}</code></pre>`,
      )
    }
    ${props.plan && ejectPanel(props)}
    ${danger(part, props)}
  </div>`;
}

function ejectPanel({ project }: ProjectSettingsProps): Html {
  return panel(
    "eject",
    "Eject",
    "A Dockerfile, a Compose file, an NGINX site, a systemd unit and more: what runs the project without AutoStack.",
    html`<p><a class="button" data-kind="secondary" href="/projects/${project.slug}/eject"><span class="button-label">${icon("file-archive")}Show the files</span></a></p>`,
  );
}

function settingsForm(part: Part, { project, plan, form }: ProjectSettingsProps): Html {
  const { source } = project;
  const git =
    source.kind === "git" &&
    html`${field({ name: "url", label: "Repository URL", form, value: source.url, mono: true, required: true })}
      <div class="columns">
        ${field({ name: "branch", label: "Branch or tag", form, value: source.branch, placeholder: "the default branch", mono: true })}
        ${field({ name: "folder", label: "Folder", form, value: source.folder, placeholder: "the whole repository", mono: true })}
      </div>
      ${credentialField(form, "For a private repository. Leave it empty to keep the one that is there.")}`;
  return postForm(
    part,
    {
      action: `/projects/${project.slug}/settings`,
      target: "project-settings",
      class: "form detected",
      done: "Saved. Used from the next deployment on.",
    },
    formProblem(form, ...FIELDS),
    html`<section class="panel" aria-labelledby="general-title"><div class="panel-head"><h2 id="general-title">General</h2></div><div class="panel-body">
      ${field({ name: "name", label: "Project name", form, value: project.name, required: true })}
      ${git}
    </div></section>`,
    plan && commandFields(form, plan, project.edits),
    plan && hookFields(form, plan, project.edits),
    plan && importReport(plan),
    html`<div class="form-actions">${submit("Save")}<span class="quiet">Used from the next deployment on.</span></div>`,
  );
}

const FIELDS = [
  ...[
    "name",
    "url",
    "branch",
    "folder",
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
  ],
  ...["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch", "confirm"],
];

function danger(part: Part, { project, form }: ProjectSettingsProps): Html {
  return html`<section class="panel panel-danger" id="delete" aria-labelledby="delete-title">
    <div class="panel-head"><h2 id="delete-title">Delete this project</h2><p>What runs is stopped, and its releases, variables, logs and snapshots are removed. This cannot be undone.</p></div>
    <div class="panel-body">${confirmByName(part, {
      action: `/projects/${project.slug}/delete`,
      target: "project-settings",
      field: "confirm",
      name: project.slug,
      button: "Delete the project",
      form: form.problem?.field === "confirm" ? form : EMPTY_FORM,
    })}</div>
  </section>`;
}
