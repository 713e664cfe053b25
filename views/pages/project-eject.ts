import { formatBytes } from "../../src/lib/bytes.ts";
import { type Html, html } from "../../src/lib/html.ts";
import type { Ejection, ShownFile } from "../../src/plans/generators.ts";
import type { Project } from "../../src/projects/project.ts";
import { copyButton, emptyState, panel } from "../components.ts";
import { icon } from "../icon.ts";

export type EjectProps = {
  project: Project;
  /** `null` before anything was found in the source. */
  ejection: Ejection | null;
  /** The name of the archive with all of them. */
  archive: string;
};

/** Fragment `#eject`: the files with which the project runs without AutoStack. */
export function ejectTab({ project, ejection, archive }: EjectProps): Html {
  const base = `/projects/${project.slug}/eject`;
  return html`<div id="eject" class="stack">${
    ejection === null
      ? nothing(project)
      : html`
    <div class="section-head"><div><h2>Eject</h2><p class="quiet">Files that run ${project.name} without AutoStack, or deploy it from elsewhere. They hold names of variables, never a secret.</p></div>
      <a class="button button-small" data-kind="primary" href="${base}/${archive}" download><span class="button-label">${icon("download")}All as tar.gz</span></a></div>
    ${Object.entries(Object.groupBy(ejection.files, ({ group }) => group)).map(([title, files = []]) => groupOf(base, title, files))}
    ${leftOut(ejection)}`
  }
  </div>`;
}

function nothing({ slug }: Project): Html {
  return emptyState(
    "file-archive",
    "Nothing to eject yet",
    "What the files say comes from the code. Deploy the project first.",
    html`<a class="button button-small" data-kind="primary" href="/projects/${slug}/deployments"><span class="button-label">Deployments</span></a>`,
  );
}

const groupOf = (base: string, title: string, files: readonly ShownFile[]): Html =>
  html`<section><h3 class="panel-list-title">${title}</h3><div class="panel panel-list">${files.map((file) => shownFile(base, file))}</div></section>`;

function shownFile(base: string, { id, path, text, about }: ShownFile): Html {
  const bytes = new TextEncoder().encode(text).length;
  return html`<details class="panel-details"><summary>${icon("chevron-down")}<span><strong><code>${path}</code></strong><span class="quiet">${about}</span></span></summary>
    <div class="panel-body">
      <div class="section-head"><span class="quiet">${formatBytes(bytes)}</span><div class="actions">${copyButton(text, `Copy ${path}`)}<a class="button button-small" data-kind="secondary" href="${base}/${id}" download><span class="button-label">${icon("download")}Download</span></a></div></div>
      <pre class="code" tabindex="0"><code>${text}</code></pre>
    </div></details>`;
}

function leftOut({ leftOut: those }: Ejection): Html | null {
  if (those.length === 0) return null;
  const rows = those.map(
    ({ title, why }) => html`<li><strong>${title}</strong> <span class="quiet">${why}</span></li>`,
  );
  return panel("left-out", "Not for this project", null, html`<ul class="wanted">${rows}</ul>`);
}
