import type { Html } from "../../src/lib/html.ts";
import { DEFAULT_SETTINGS } from "../../src/projects/environment-settings.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { type ProjectTab, projectPage } from "../../views/pages/project.ts";
import { type DeploymentItem, deploymentsTab } from "../../views/pages/project-deployments.ts";
import { logsTab } from "../../views/pages/project-logs.ts";
import { overviewTab } from "../../views/pages/project-overview.ts";
import { settingsTab } from "../../views/pages/project-settings.ts";
import { variablesTab } from "../../views/pages/project-variables.ts";
import { release, type World } from "./made-up.ts";
import { HARMLESS, HOUR, lines, NOW, plan, RECIPE, stages } from "./made-up-code.ts";

export function projectPages(world: World): [string, Html][] {
  const { words, url, say, shell, at, projects, live, failed, running, retired, wrong } = world;
  const { atlas, shop, hello } = projects;
  const items: DeploymentItem[] = [world.queued, live, retired, world.cancelled].map((one) => ({
    deployment: one,
    environment: say("production"),
    canRollBack: one === retired,
  }));
  const tab = (name: ProjectTab, content: Html, of = atlas) =>
    projectPage(at(`/projects/${of.slug}`, of.name), { project: of, url, tab: name }, content);
  const wanted = plan(words).variables;
  const variable = { project: atlas.id, environment: "production" as const, updatedAt: NOW - 5 * HOUR };
  const variables = [
    { ...variable, name: "DATABASE_URL", value: null, secret: true, use: "run" as const },
    { ...variable, name: "FEATURE_FLAGS", value: say("maps,tiles"), secret: false, use: "both" as const },
  ];
  return [
    [
      "project",
      tab(
        "overview",
        overviewTab(shell, {
          project: atlas,
          production: { url, deployment: live, release: release(live, words), stages: stages("retire", false) },
          latest: failed,
          previous: retired,
          previews: [
            {
              environment: {
                id: "e2",
                project: atlas.id,
                kind: "preview",
                name: say("dark-mode"),
                release: null,
                deployment: null,
                settings: DEFAULT_SETTINGS,
                createdAt: NOW,
              },
              url: say("http://atlas-dark-mode.localhost:8080"),
              deployment: retired,
            },
          ],
          recent: items.slice(0, 3),
        }),
      ),
    ],
    [
      "project-not-live",
      tab(
        "overview",
        overviewTab(shell, {
          project: shop,
          production: null,
          latest: running,
          previous: null,
          previews: [],
          recent: [],
        }),
        shop,
      ),
    ],
    [
      "project-deployments",
      tab(
        "deployments",
        deploymentsTab(shell, {
          project: atlas,
          items,
          form: EMPTY_FORM,
          uploadLimitBytes: 1e9,
          older: "/projects/atlas/deployments?before=9",
        }),
      ),
    ],
    [
      "project-deployments-upload",
      tab(
        "deployments",
        deploymentsTab(shell, {
          project: shop,
          items: [],
          form: wrong("file", "The archive climbs out of its folder."),
          uploadLimitBytes: 1e9,
          older: null,
        }),
        shop,
      ),
    ],
    [
      "project-logs",
      tab(
        "logs",
        logsTab(shell, {
          project: atlas,
          services: ["web", say("worker")],
          after: say("18"),
          lines: lines(words).map((line, index) => ({
            at: line.at,
            stream: "out",
            text: line.text,
            position: String(index),
            number: index + 1,
            service: say("web"),
          })),
        }),
      ),
    ],
    ["project-logs-empty", tab("logs", logsTab(shell, { project: hello, services: [], lines: [], after: "" }), hello)],
    [
      "project-variables",
      tab(
        "variables",
        variablesTab(shell, {
          project: atlas,
          environment: "production",
          variables,
          wanted,
          form: words === HARMLESS ? EMPTY_FORM : wrong("name", "x"),
        }),
      ),
    ],
    [
      "project-variables-empty",
      tab(
        "variables",
        variablesTab(shell, {
          project: hello,
          environment: "preview",
          variables: [],
          wanted: [],
          form: wrong("name", "“A=B” is not a variable's name."),
        }),
        hello,
      ),
    ],
    [
      "project-settings",
      tab(
        "settings",
        settingsTab(shell, {
          project: atlas,
          plan: plan(words),
          recipe: RECIPE,
          form: wrong("confirm", "This is not the project's slug."),
        }),
      ),
    ],
  ];
}
