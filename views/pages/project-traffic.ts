import type { Event } from "../../src/deployments/event-store.ts";
import type { SplitFacts } from "../../src/deployments/split-facts.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { MINUTE_MS } from "../../src/lib/time.ts";
import type { EnvironmentSettings, Replicas } from "../../src/projects/environment-settings.ts";
import type { Environment, Project } from "../../src/projects/project.ts";
import { callout, happened, panel } from "../components.ts";
import { checkbox, type FormState, field, formProblem, postForm, select, submit } from "../form.ts";
import type { Part } from "../layout.ts";
import { splitPanel } from "../split.ts";
import { timeAgo } from "../time.ts";

export type TrafficProps = {
  project: Project;
  environment: Environment;
  /** Production first. */
  environments: readonly Environment[];
  /** What it does now. */
  state: { replicas: number; asleepSince: number | null };
  /** What happened by itself, newest first. */
  events: readonly Event[];
  form: FormState;
  split: SplitFacts;
  splitForm: FormState;
};

const GATES = [
  { value: "open", label: "Everybody" },
  { value: "password", label: "Those with a password" },
  { value: "maintenance", label: "Nobody: under maintenance" },
];

const SWITCHES = [
  { value: "overlap", label: "Overlap: old and new both run" },
  { value: "pause", label: "Pause: the old one stops first" },
];

const FIELDS = [
  ...["gate", "message", "userName", "userPassword", "switch", "fewest", "most"],
  ...["cpuShare", "memoryShare", "requestRate", "sleepAfter", "previewsSleepAfter"],
];

/** Fragment `#traffic`: the answer to POST /projects/<slug>/environments/<name>/settings. */
export function trafficTab(part: Part, props: TrafficProps): Html {
  const { project, environment, environments, form } = props;
  return html`<div id="traffic" class="stack narrow-left">
    ${environments.length > 1 && environmentSwitch(props)}
    ${nowRunning(part, props)}
    ${splitPanel(part, { project, environment, split: props.split, form: props.splitForm })}
    ${postForm(
      part,
      {
        ...{ action: trafficPath(project, environment), target: "traffic", class: "form traffic-form" },
        done: "Saved. It counts from now on.",
      },
      formProblem(form, ...FIELDS),
      gatePanel(form, environment.settings),
      replicaPanel(form, environment.settings),
      sleepPanel(form, environment),
      html`<div class="form-actions">${submit("Save")}<span class="quiet">Counts at once.</span></div>`,
    )}
    ${happened(part, props.events)}
  </div>`;
}

/** A branch's slash must not end the name. */
function trafficPath({ slug }: Project, { name }: Environment): string {
  return `/projects/${slug}/environments/${encodeURIComponent(name)}/settings`;
}

function environmentSwitch({ project, environment, environments }: TrafficProps): Html {
  return html`<div class="section-head"><nav class="segments" aria-label="Environment">${environments.map(
    (one) =>
      html`<a href="${trafficPath(project, one)}"${one.id === environment.id && html` aria-current="page"`}>${one.name}</a>`,
  )}</nav></div>`;
}

function nowRunning(part: Part, { environment, state }: TrafficProps): Html | null {
  if (environment.release === null)
    return callout("info", "Nothing is live here yet", html`<p>What you set counts from the first deployment on.</p>`);
  if (state.asleepSince !== null) {
    return callout(
      "info",
      html`Fell asleep ${timeAgo(state.asleepSince, part.now)}`,
      html`<p>The next request waits for a moment while it wakes.</p>`,
    );
  }
  const words = state.replicas === 1 ? "One replica serves" : `${state.replicas} replicas serve`;
  return callout("success", html`${words} ${environment.name}`);
}

/** Shows the fields of what is chosen: by CSS, so that it needs no script. */
function gatePanel(form: FormState, { gate }: EnvironmentSettings): Html {
  const message = gate.kind === "maintenance" ? gate.message : "";
  return panel(
    "gate",
    "Who gets in",
    "Stands before the app, which knows nothing of it.",
    select({ name: "gate", label: "Let in", form, value: gate.kind, options: GATES }),
    html`<div class="gate-password">${gate.kind === "password" && whoGetsIn(form, gate.users)}<div class="columns">
      ${field({ name: "userName", label: "Name", form, autocomplete: "off", mono: true, hint: "One that is there already gets the new password." })}
      ${field({ name: "userPassword", label: "Password", type: "password", form, autocomplete: "new-password" })}
    </div></div>`,
    html`<div class="gate-maintenance">${field({ name: "message", label: "What the page says", form, value: message, placeholder: "Back at noon." })}</div>`,
  );
}

function whoGetsIn(form: FormState, users: readonly { name: string }[]): Html {
  return html`<fieldset class="choices"><legend>They get in now</legend>${users.map(({ name }) =>
    checkbox({ name: "remove", value: name, label: html`Remove <code>${name}</code>`, form }),
  )}</fieldset>`;
}

function replicaPanel(form: FormState, { replicas, switch: how }: EnvironmentSettings): Html {
  const number = (name: "fewest" | "most", label: string) =>
    field({ name, label, type: "number", form, value: String(replicas[name]), mono: true });
  return panel(
    "replicas",
    "How many run",
    "Replicas between the two, by how busy they are.",
    html`<div class="columns">
      ${number("fewest", "At least")}
      ${number("most", "At most")}
    </div>`,
    goalFields(form, replicas),
    select({
      name: "switch",
      label: "When a new release goes live",
      form,
      value: how,
      options: SWITCHES,
      hint: "Pause is for services that must be alone, as one writer of a volume. Requests wait meanwhile.",
    }),
  );
}

/** The API has each goal as a field of its own, the form two of them as a percentage. */
const GOALS: Record<string, string> = { cpuShare: "cpuGoal", memoryShare: "memoryGoal", requestRate: "requestGoal" };

function goalFields(form: FormState, { cpuShare, memoryShare, requestRate }: Replicas): Html {
  const { problem } = form;
  const goal = problem?.field ? GOALS[problem.field] : undefined;
  const shown = problem && goal ? { ...form, problem: { ...problem, field: goal } } : form;
  const one = (name: string, label: string, value: number | null, hint: string) =>
    field({
      ...{ name, label, hint, form: shown, mono: true },
      type: "number",
      value: value === null ? "" : String(Math.round(value)),
      placeholder: "does not count",
    });
  const percent = (share: number | null) => (share === null ? null : share * 100);
  return html`<div class="columns columns-3">
    ${one("cpuGoal", "CPU goal (%)", percent(cpuShare), "More above any goal, one fewer well below all.")}
    ${one("memoryGoal", "Memory goal (%)", percent(memoryShare), "Of what one replica may use.")}
    ${one("requestGoal", "Requests goal (a second)", requestRate, "For each replica.")}
  </div>`;
}

function sleepPanel(form: FormState, { kind, settings }: Environment): Html {
  const minutes = (name: "sleepAfter" | "previewsSleepAfter", label: string, value: number | null, hint: string) =>
    field({
      ...{ name, label, form, hint, mono: true },
      type: "number",
      value: value === null ? "" : String(value / MINUTE_MS),
      placeholder: "never",
    });
  const own = kind === "preview" ? "Empty: as the project's previews do." : "Empty: never.";
  return panel(
    "sleep",
    "Sleep",
    "Without requests it stops using the machine. The first request waits while it wakes.",
    html`<div class="columns">
      ${minutes("sleepAfter", "Sleep after quiet minutes", settings.sleepAfterMs, own)}
      ${
        kind === "production" &&
        minutes(
          "previewsSleepAfter",
          "Previews sleep after quiet minutes",
          settings.previewsSleepAfterMs,
          "Empty: never, as long as memory lasts.",
        )
      }
    </div>`,
  );
}
