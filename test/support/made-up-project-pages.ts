import type { Event } from "../../src/deployments/event-store.ts";
import type { Html } from "../../src/lib/html.ts";
import { DEFAULT_SETTINGS } from "../../src/projects/environment-settings.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { type CompareProps, comparePage } from "../../views/pages/compare.ts";
import { type ProjectTab, projectPage } from "../../views/pages/project.ts";
import { type DeploymentItem, deploymentsTab } from "../../views/pages/project-deployments.ts";
import { logsTab } from "../../views/pages/project-logs.ts";
import { overviewTab } from "../../views/pages/project-overview.ts";
import { settingsTab } from "../../views/pages/project-settings.ts";
import { type TrafficProps, trafficTab } from "../../views/pages/project-traffic.ts";
import { variablesTab } from "../../views/pages/project-variables.ts";
import { commit, release, type World } from "./made-up.ts";
import { HARMLESS, HOUR, lines, NOW, plan, RECIPE, stages } from "./made-up-code.ts";

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
  ];
}

function madeUpTraffic({ say, projects, live, wrong }: World): TrafficProps {
  const users = [{ name: "mira", hash: "$2b$10$abcdefghijklmnopqrstuv" }];
  const environment = {
    ...{ id: "production", project: projects.atlas.id, kind: "production" as const, name: "production" },
    ...{ release: "r1", deployment: live.id, createdAt: NOW },
    settings: { ...DEFAULT_SETTINGS, gate: { kind: "password" as const, users }, previewsSleepAfterMs: 1_800_000 },
  };
  const preview = { ...environment, id: "preview", kind: "preview" as const, name: say("next") };
  const summary = say("Scaled from 1 to 3: CPU at 84 %.");
  const event = {
    id: "e1",
    project: projects.atlas.id,
    environment: "production",
    deployment: live.id,
    kind: "scaled",
  };
  return {
    ...{ project: projects.atlas, environment, environments: [environment, preview] },
    state: { replicas: 3, asleepSince: null },
    events: [{ ...event, summary, createdAt: NOW - HOUR }],
    form: wrong("most", "The most replicas are a whole number from 1 to 20."),
  };
}

function underMaintenance(world: World): TrafficProps {
  const props = madeUpTraffic(world);
  const gate = { kind: "maintenance" as const, message: world.say("Back at noon.") };
  const environment = { ...props.environment, settings: { ...DEFAULT_SETTINGS, gate } };
  const state = { replicas: 0, asleepSince: NOW - HOUR };
  return { ...props, environment, environments: [environment], state, events: [], form: EMPTY_FORM };
}

function nothingDiffers(world: World): CompareProps {
  const none = { added: [], removed: [], changed: [] };
  const diff = { variables: none, plan: [], hostnames: none, code: null, sameArtifact: true, same: true };
  return { ...madeUpComparison(world), diff, revisions: [] };
}

function madeUpComparison({ words, say, projects, live, retired }: World): CompareProps {
  return {
    project: projects.atlas,
    from: { deployment: retired, release: release(retired, words) },
    to: { deployment: live, release: { ...release(live, words), hash: "900150983cd24fb0d6963f7d28e17f72" } },
    diff: {
      variables: { added: [say("MAP_KEY")], removed: [say("TILE_KEY")], changed: [say("DATABASE_URL")] },
      plan: [{ field: "start", from: say("node server.js"), to: say("node dist/server.js") }],
      hostnames: { added: [say("maps.example.com")], removed: [] },
      code: { from: commit(say("Before"), "b81d20fe11"), to: commit(say("After"), "4f2c81d9aa") },
      sameArtifact: false,
      same: false,
    },
    warnings: [say("Since then, #14 ran a release command (“npm run migrate”).")],
    revisions: [commit(say("Show the map before its tiles have come"), "4f2c81d9aa")],
  };
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
