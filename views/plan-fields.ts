import { type Html, html } from "../src/lib/html.ts";
import type { AppPlan, Fact, PlanEdits } from "../src/plans/plan.ts";
import { dockerfileSwitch } from "./dockerfile-switch.ts";
import { type FormState, field, select } from "./form.ts";
import { icon } from "./icon.ts";
import { platformFilesSwitch } from "./import-report.ts";
import { place, properName, source } from "./plan.ts";

const KINDS = [
  { value: "server", label: "Server: listens on a port" },
  { value: "static", label: "Static: files only" },
  { value: "worker", label: "Worker: listens on nothing" },
];

/** The plan's editable fields. Their names are those of `PlanEdits`; project settings show the same ones. */
export function commandFields(
  form: FormState,
  plan: AppPlan,
  { useDockerfile, usePlatformFiles }: Pick<PlanEdits, "useDockerfile" | "usePlatformFiles"> = {},
): Html {
  const isOwn = isOwnDockerfile(plan, useDockerfile);
  return html`<section class="panel" aria-labelledby="how-title">
    <div class="panel-head"><h2 id="how-title">How to build and run it</h2><p>${howToRead(plan, isOwn)}</p></div>
    <div class="panel-body">
      ${plan.dockerfile === null && kindAndVersion(form, plan)}
      ${dockerfileSwitch(form, plan, useDockerfile)}
      ${platformFilesSwitch(form, plan, usePlatformFiles)}
      ${isOwn ? imageFields(form, plan) : sourceFields(form, plan)}
      ${otherFacts(plan.facts)}
    </div>
  </section>`;
}

/** Whether the project's own Dockerfile builds it: then it has no steps and no version that could be changed here. */
const isOwnDockerfile = ({ dockerfile }: AppPlan, useDockerfile = true) => dockerfile !== null && useDockerfile;

function howToRead({ dockerfile }: AppPlan, isOwn: boolean): string {
  if (isOwn) return "Its Dockerfile builds it.";
  return dockerfile === null
    ? "Empty a command to leave it out."
    : "What is empty is read from the code by the next build.";
}

type CommandField = "install" | "build" | "start" | "output" | "health";

const command = (form: FormState, plan: AppPlan, name: CommandField, label: string, placeholder: string) =>
  field({ name, label, form, value: plan[name], mono: true, placeholder, ...source(plan, name) });

const kindField = (form: FormState, plan: AppPlan, options = KINDS) =>
  select({ name: "kind", label: "Kind", form, value: plan.kind, options, ...source(plan, "kind") });

const portField = (form: FormState, plan: AppPlan) =>
  field({
    ...{ name: "port", label: "Port", type: "number", form, mono: true },
    value: plan.port === null ? "" : String(plan.port),
    ...source(plan, "port"),
  });

function kindAndVersion(form: FormState, plan: AppPlan): Html {
  const { name, version, from } = plan.runtime;
  const { hint, readonly } = source(plan, "runtimeVersion");
  return html`<div class="columns">
        ${kindField(form, plan)}
        ${field({ name: "runtimeVersion", label: `${properName(name)} version`, form, value: version, mono: true, readonly, hint: hint ?? html`From <code>${from}</code>` })}
      </div>`;
}

const READ_LATER = "read from the code";

function sourceFields(form: FormState, plan: AppPlan): Html {
  // Scanned with its Dockerfile, it has no steps yet.
  const placeholder = (usual: string) => (plan.dockerfile === null ? usual : READ_LATER);
  const start = plan.kind === "static" ? "not needed: files only" : "how to start it";
  return html`${command(form, plan, "install", "Install", placeholder("no install step"))}
      ${command(form, plan, "build", "Build", placeholder("no build step"))}
      ${command(form, plan, "start", "Start", placeholder(start))}
      <div class="columns columns-3">
        ${command(form, plan, "output", "Output folder", placeholder("none"))}
        ${portField(form, plan)}
        ${command(form, plan, "health", "Health path", "not probed")}
      </div>`;
}

/** What is left to say of an image that a Dockerfile makes. */
function imageFields(form: FormState, plan: AppPlan): Html {
  const kinds = KINDS.filter(({ value }) => value !== "static");
  return html`${command(form, plan, "start", "Start", "as the Dockerfile says")}
      <div class="columns columns-3">
        ${kindField(form, plan, kinds)}
        ${portField(form, plan)}
        ${command(form, plan, "health", "Health path", "not probed")}
      </div>`;
}

const SHOWN_BESIDE_FIELDS = new Set(["kind", "install", "build", "start", "output", "port", "health"]);

function otherFacts(facts: readonly Fact[]): Html | null {
  const rest = facts.filter((fact) => !SHOWN_BESIDE_FIELDS.has(fact.name));
  if (rest.length === 0) return null;
  return html`<details class="more"><summary>${icon("chevron-down")}Everything that was read</summary>
    <div class="table-scroll"><table class="table"><thead><tr><th scope="col">What</th><th scope="col">Value</th><th scope="col">Read from</th></tr></thead><tbody>${rest.map(
      (fact) =>
        html`<tr><th scope="row">${inWords(fact.name)}</th><td><code>${fact.value}</code></td><td><code class="place">${place(fact)}</code></td></tr>`,
    )}</tbody></table></div></details>`;
}

/** `packageManager` → `package manager`; a name of the project's own stays as it is. */
const inWords = (name: string) =>
  /^[a-z]+(?:[A-Z][a-z]+)+$/.test(name) ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : name;

/** Commands around the build and the switch; their names are those of `Hooks`. */
export function hookFields(
  form: FormState,
  plan: AppPlan,
  { useDockerfile }: Pick<PlanEdits, "useDockerfile"> = {},
): Html {
  const { hooks } = plan;
  const isOwn = isOwnDockerfile(plan, useDockerfile);
  const hook = (name: keyof AppPlan["hooks"], label: string, hint: string) => {
    const { readonly, hint: decider } = source(plan, name);
    return field({ name, label, form, value: hooks[name], mono: true, readonly, hint: readonly ? decider : hint });
  };
  const isUsed =
    Object.values(hooks).some((command) => command !== null) ||
    form.problem?.field?.startsWith("before") ||
    form.problem?.field?.startsWith("after");
  return html`<details class="panel panel-details"${isUsed && html` open`}><summary>${icon("chevron-down")}<span><strong>Advanced</strong><span class="quiet">Commands around ${isOwn ? "" : "the build and "}the switch of traffic</span></span></summary>
    <div class="panel-body"><div class="columns">
      ${isOwn ? null : hook("beforeBuild", "Before the build", "In the build, before its command.")}
      ${isOwn ? null : hook("afterBuild", "After the build", "In the build, after its command.")}
      ${hook("beforeSwitch", "Before the switch", "In the new version, before it takes traffic: migrations.")}
      ${hook("afterSwitch", "After the switch", "In the new version, once it takes traffic.")}
    </div></div>
  </details>`;
}
