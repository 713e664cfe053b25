import type { Event } from "../../src/deployments/event-store.ts";
import type { Html } from "../../src/lib/html.ts";
import { DEFAULT_SETTINGS } from "../../src/projects/environment-settings.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { comparePage } from "../../views/pages/compare.ts";
import { type ProjectTab, projectPage } from "../../views/pages/project.ts";
import { type DeploymentItem, deploymentsTab } from "../../views/pages/project-deployments.ts";
import { ejectTab } from "../../views/pages/project-eject.ts";
import { logsTab } from "../../views/pages/project-logs.ts";
import { overviewTab } from "../../views/pages/project-overview.ts";
import { settingsTab } from "../../views/pages/project-settings.ts";
import { trafficTab } from "../../views/pages/project-traffic.ts";
import { variablesTab } from "../../views/pages/project-variables.ts";
import { release, type World } from "./made-up.ts";
import { dockerPlan, HARMLESS, HOUR, lines, NOW, plan, RECIPE, stages } from "./made-up-code.ts";
import { madeUpEjection } from "./made-up-ejection.ts";
import { beforeSplit, madeUpComparison, madeUpTraffic, nothingDiffers, underMaintenance } from "./made-up-traffic.ts";

export function projectPages(world: World): [string, Html][] {
  const { words, url, say, shell, at, projects, live, failed, running, retired, wrong } = world;
  const { atlas, shop, hello } = projects;
  const items: DeploymentItem[] = [world.queued, world.trial, live, retired, world.cancelled].map((one) => ({
    deployment: one,
    environment: say("production"),
    canRollBack: one === retired,
    warnings: one === retired ? [say("Since #4, #7 ran a release command.")] : [],
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
          rollback: {
            deployment: retired,
            why: say(
              `#${retired.number} ran 6 days without a failure; it differs in 2 variables and 3 deployed commits.`,
            ),
            warnings: [say("Since then, #14 ran a release command (“npm run migrate”).")],
          },
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
          events: [madeUpEvent(say)],
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
          rollback: null,
          previews: [],
          recent: [],
          events: [],
        }),
        shop,
      ),
    ],
    ["compare", comparePage(at(`/projects/${atlas.slug}/compare`, "#12 and #14"), madeUpComparison(world))],
    [
      "project-deployments",
      tab(
        "deployments",
        deploymentsTab(shell, {
          project: atlas,
          items,
          form: EMPTY_FORM,
          uploadLimitBytes: 1e9,
          canTry: true,
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
          canTry: false,
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
    [
      "project-deployments-new-upload",
      tab(
        "deployments",
        deploymentsTab(shell, {
          ...{ project: shop, items, form: EMPTY_FORM, canTry: true },
          ...{ uploadLimitBytes: 1e9, older: null },
        }),
        shop,
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
    ["project-traffic", tab("traffic", trafficTab(shell, madeUpTraffic(world)))],
    ["project-traffic-split", tab("traffic", trafficTab(shell, beforeSplit(world)))],
    ["project-traffic-maintenance", tab("traffic", trafficTab(shell, underMaintenance(world)))],
    ["compare-same", comparePage(at(`/projects/${atlas.slug}/compare`, "#12 and #14"), nothingDiffers(world))],
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
    [
      "project-eject",
      tab("settings", ejectTab({ project: atlas, archive: "atlas.tar.gz", ejection: madeUpEjection(words) })),
    ],
    [
      "project-eject-nothing",
      tab("settings", ejectTab({ project: hello, archive: "hello.tar.gz", ejection: null }), hello),
    ],
    [
      "project-settings-dockerfile",
      tab(
        "settings",
        settingsTab(shell, {
          project: { ...atlas, edits: { useDockerfile: false } },
          plan: dockerPlan(words),
          recipe: null,
          form: EMPTY_FORM,
        }),
      ),
    ],
  ];
}

function madeUpEvent(say: (words: string) => string): Event {
  const summary = say(
    "Deployment #31 went wrong: 34 % of 200 requests failed, before it were 0.1 %. AutoStack goes back to #30.",
  );
  return {
    id: "v1",
    project: "p1",
    environment: "e1",
    deployment: "d1",
    kind: "went_back",
    summary,
    createdAt: NOW - HOUR,
  };
}
