import type { Deployment, SplitSource, TrialSide } from "../src/deployments/deployment.ts";
import { type Html, html } from "../src/lib/html.ts";
import { actionButton } from "./components.ts";
import { icon } from "./icon.ts";

/** How many of a hundred visitors a release can be tried on. */
const SHARES = [5, 10, 25, 50, 75];

type Split = SplitSource | null;
type Canary = Extract<Deployment["state"], { name: "canary" }>;

/** How a release on trial fares beside what is live, and what share of visitors it gets. */
export function trialResults(path: string, state: Canary, sides: readonly TrialSide[], split: Split = null): Html {
  return html`<div class="trial">
    <p><strong>${state.percent} % of visitors</strong> get ${split ? html`side B, ${split.name},` : "this release"} and stay with it. All others get ${split && "A, "}what is live.</p>
    ${shareForm(path, state.percent)}
    ${sides.length > 0 && resultTable(state, sides, split)}
  </div>`;
}

/** What share of visitors it gets: another one by one click. */
export function shareForm(path: string, percent: number, label = "Share"): Html {
  const button = (share: number) =>
    html`<button type="submit" name="percent" value="${share}" aria-pressed="${String(share === percent)}">${share} %</button>`;
  return html`<form class="trial-share" method="post" action="${path}/canary"><span class="quiet" id="share">${label}</span><span class="segments" role="group" aria-labelledby="share">${sharesWith(percent).map(button)}</span></form>`;
}

/** Everybody, or nobody. */
export function trialActions(path: string, split: Split = null): Html {
  const plain = { nonce: "" };
  const words = trialWords(split);
  return html`${actionButton(plain, { action: `${path}/promote`, label: words.promote, icon: "rocket", kind: "primary" })}${actionButton(plain, { action: `${path}/cancel`, label: words.abort, icon: "x" })}`;
}

/** What ends a trial, as its buttons say. */
export function trialWords(split: Split): { promote: string; abort: string } {
  return split ? { promote: "Keep B", abort: "Keep A" } : { promote: "Promote", abort: "Abort" };
}

function sharesWith(percent: number): number[] {
  return [...new Set([...SHARES, percent])].sort((one, other) => one - other);
}

function resultTable({ release }: Canary, sides: readonly TrialSide[], split: Split): Html {
  const [own, live] = split ? [`B: ${split.name}`, "A: live"] : ["This one", "Live"];
  const rows = sides.map(
    (side) => html`<tr>
      <th scope="row">${side.release === release ? own : live}</th>
      <td>${side.requests.toLocaleString("en")}</td>
      <td>${errorCount(side)}</td>
    </tr>`,
  );
  return html`<table class="table trial-table"><caption class="visually-hidden">Since the trial began</caption><thead><tr><th scope="col">Release</th><th scope="col">Requests</th><th scope="col">Errors</th></tr></thead><tbody>${rows}</tbody></table>
    <p class="quiet trial-note">Counted since the trial began. An error is an answer of 500 or more, or none.</p>`;
}

export function errorCount({ requests, errors }: Pick<TrialSide, "requests" | "errors">): Html {
  if (errors === 0) return html`0`;
  const share = (errors / requests) * 100;
  return html`<span class="trial-errors">${icon("triangle-alert")}${errors.toLocaleString("en")} (${share.toFixed(share < 10 ? 1 : 0)} %)</span>`;
}
