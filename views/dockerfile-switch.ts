import { type Html, html } from "../src/lib/html.ts";
import type { AppPlan } from "../src/plans/plan.ts";
import { callout } from "./components.ts";
import { checkbox, type FormState, hidden } from "./form.ts";

const WITHOUT = "without its Dockerfile";
const LEFT_OUT = "dockerfile-left-out";

/**
 * Whether a project is built with the Dockerfile that it brings. `chosen` is what its people said last. Nothing for a project
 * without one, and no choice where nothing could be built without it.
 */
export function dockerfileSwitch(form: FormState, plan: AppPlan, chosen = true): Html | null {
  const file = plan.dockerfile ?? plan.findings.find(({ id }) => id === LEFT_OUT)?.file ?? null;
  if (file === null && chosen) return null;
  const other = plan.facts.find(({ name }) => name === WITHOUT)?.value;
  const isUsed = plan.dockerfile !== null && chosen;
  return html`
    ${isUsed && callout("info", html`Built from its own <code>${plan.dockerfile}</code>`, whatItSays(plan))}
    ${(other || !chosen) && theSwitch(form, other ?? null, chosen)}`;
}

function whatItSays({ runtime, target }: AppPlan): Html {
  const stage = target && html`Its stage <code>${target}</code> is built. `;
  const base = runtime.version && html`It stands on <code>${runtime.version}</code>. `;
  return html`<p>${stage}${base}A start command given here takes the place of its own.</p>`;
}

/** The hidden field says that the question was asked: an unticked box sends nothing. */
function theSwitch(form: FormState, other: string | null, chosen: boolean): Html {
  const checked = "dockerfileAsked" in form.values ? form.values.useDockerfile === "on" : chosen;
  return html`${hidden("dockerfileAsked", "yes")}${checkbox({
    name: "useDockerfile",
    label: "Use its Dockerfile",
    hint: other
      ? html`Without it the next build is made from the code: ${other}.`
      : html`It is left out: install, build and start are read from the code.`,
    checked,
    form: { ...form, values: {} },
  })}`;
}
