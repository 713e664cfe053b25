import { formatBytes } from "../../src/lib/bytes.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { type FormState, field, formProblem, hidden, postForm, submit } from "../form.ts";
import { icon } from "../icon.ts";
import { layout, type Part, type Shell } from "../layout.ts";

export type ExampleCard = { name: string; title: string; description: string };

export type NewProps = {
  examples: readonly ExampleCard[];
  /** Of the Git form, or of the upload: `problem.field` is `url`, `branch`, `folder` or `file`. */
  form: FormState;
  /** What the Git form starts with: `/new?url=…` comes from the landing page. */
  git: { url: string; branch: string; folder: string };
  uploadLimitBytes: number;
};

export function newPage(shell: Shell, props: NewProps): Html {
  return layout(shell, newBody(shell, props));
}

/**
 * Fragment `#new`: the three ways to bring code. They post to /new/git, /new/upload and /new/example, and the answer is `detectedBody`
 * (same id), or this with the problem.
 */
export function newBody(part: Part, props: NewProps): Html {
  return html`<div id="new" class="narrow">
    <div class="page-head"><div><h1>New project</h1><p class="lead">Bring the code; how to build and run it is found out next.</p></div></div>
    ${gitWay(part, props)}
    ${uploadWay(part, props)}
    ${exampleWay(part, props.examples)}
  </div>`;
}

function gitWay(part: Part, { form, git }: NewProps): Html {
  const isOpen = git.branch || git.folder || ["branch", "folder", "credential"].includes(form.problem?.field ?? "");
  return html`<section class="way" aria-labelledby="way-git">
    <h2 id="way-git">${icon("git-branch")}From a Git repository</h2>
    ${postForm(
      part,
      { action: "/new/git", target: "new" },
      formProblem(form, "url", "branch", "folder", "credential", "file"),
      html`<div class="way-row">${field({
        name: "url",
        label: "Repository URL",
        form,
        value: git.url,
        placeholder: "https://github.com/you/project",
        required: true,
        mono: true,
        autocomplete: "off",
      })}${submit("Continue")}</div>`,
      html`<details class="more"${isOpen && html` open`}><summary>${icon("chevron-down")}Branch, folder, private repository</summary><div class="columns">
        ${field({ name: "branch", label: "Branch or tag", form, value: git.branch, placeholder: "the default branch", mono: true })}
        ${field({ name: "folder", label: "Folder", form, value: git.folder, placeholder: "the whole repository", mono: true })}
      </div>
      ${credentialField(form, "Only for a private repository: a token that may read it. It is kept encrypted.")}</details>`,
    )}
  </section>`;
}

/** What a private repository is read with. It is never sent back. */
export function credentialField(form: FormState, hint: string): Html {
  return field({
    name: "credential",
    label: "Access token",
    type: "password",
    form,
    autocomplete: "off",
    mono: true,
    hint,
  });
}

function uploadWay(part: Part, { form, uploadLimitBytes }: NewProps): Html {
  return html`<section class="way" aria-labelledby="way-upload">
    <h2 id="way-upload">${icon("file-archive")}From an archive</h2>
    ${uploadForm(part, { action: "/new/upload", form, uploadLimitBytes })}
  </section>`;
}

export const UPLOAD_FORM = "upload-form";

export type UploadProps = {
  /** Takes the multipart form (field `file`) of a browser without JavaScript. */
  action: string;
  form: FormState;
  uploadLimitBytes: number;
  /** Of the project that gets a new version; absent while one is made. */
  project?: string;
};

/**
 * A place to drop an archive on. With JavaScript it goes to `PUT /uploads?name=<file name>[&project=<slug>]` as a raw body; the answer
 * replaces `#new`, or names where to go in `HX-Redirect`.
 */
export function uploadForm(part: Part, { action, form, uploadLimitBytes, project }: UploadProps): Html {
  const query = project ? `&project=${encodeURIComponent(project)}` : "";
  const problem = form.problem?.field === "file" ? form.problem : null;
  return html`<div class="drop" x-data="drop" data-upload="/uploads" data-query="${query}" data-limit="${uploadLimitBytes}" x-on:dragover.prevent="enter" x-on:dragleave="leave" x-on:drop.prevent="dropped">
    ${postForm(
      part,
      { action, id: UPLOAD_FORM, multipart: true, class: "drop-form" },
      project && hidden("project", project),
      html`<label class="drop-label" for="file">${icon("upload")}<span><strong>Drop a zip or tar.gz here</strong><span>or choose a file, up to ${formatBytes(uploadLimitBytes)}</span></span></label>
      <input id="file" name="file" type="file" required accept=".zip,.tar.gz,.tgz,application/zip,application/gzip" x-on:change="chosen"${
        problem && html` aria-invalid="true" aria-describedby="file-problem"`
      }>
      <noscript>${submit("Upload", { icon: "upload" })}</noscript>`,
    )}
    <div class="drop-progress" hidden>
      <p><strong class="drop-name"></strong><span class="drop-bytes" role="status"></span></p>
      <progress value="0" max="100" aria-label="Upload"></progress>
      <button class="button button-small" data-kind="secondary" type="button" x-on:click="stop"><span class="button-label">Stop</span></button>
    </div>
    <p class="field-problem drop-problem" id="file-problem" role="alert"${!problem && html` hidden`}>${icon("circle-alert")}<span>${problem?.summary} ${problem?.hint}</span></p>
  </div>`;
}

function exampleWay(part: Part, examples: readonly ExampleCard[]): Html | null {
  if (examples.length === 0) return null;
  return html`<section class="way" id="examples" aria-labelledby="way-example">
    <h2 id="way-example">${icon("box")}From an example</h2>
    <ul class="examples">${examples.map(
      (example) =>
        html`<li>${postForm(
          part,
          { action: "/new/example", target: "new", class: "example-form" },
          hidden("name", example.name),
          html`<button type="submit" class="example"><strong>${example.title}</strong><span>${example.description}</span>${icon("arrow-right")}</button>`,
        )}</li>`,
    )}</ul>
  </section>`;
}
