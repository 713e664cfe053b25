import { type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import { externalLink } from "../components.ts";
import { icon } from "../icon.ts";
import { layout, type Shell } from "../layout.ts";
import { sourceWords } from "../source.ts";

const TABS = {
  overview: { label: "Overview", path: "" },
  deployments: { label: "Deployments", path: "/deployments" },
  logs: { label: "Logs", path: "/logs" },
  variables: { label: "Variables", path: "/variables" },
  traffic: { label: "Traffic", path: "/environments/production/settings" },
  settings: { label: "Settings", path: "/settings" },
} as const;

export type ProjectTab = keyof typeof TABS;

export type ProjectFrame = {
  project: Project;
  /** Of production, once something is live there. */
  url: string | null;
  tab: ProjectTab;
};

/** A project's page: its name, its tabs, and the content of one of them (`overviewTab`, `deploymentsTab`, …). */
export function projectPage(shell: Shell, { project, url, tab }: ProjectFrame, content: Html): Html {
  return layout(
    shell,
    html`<div class="page-head">
      <div>
        <p class="crumbs"><a href="/dashboard">${icon("arrow-left")}Projects</a></p>
        <h1>${project.name}</h1>
        <p class="byline"><span class="quiet">${sourceWords(project.source)}</span>${url && externalLink(url, "external quiet")}</p>
      </div>
    </div>
    <nav class="tabs" aria-label="Project">${Object.entries(TABS).map(
      ([name, { label, path }]) =>
        html`<a href="/projects/${project.slug}${path}"${name === tab && html` aria-current="page"`}>${label}</a>`,
    )}</nav>
    ${content}`,
  );
}
