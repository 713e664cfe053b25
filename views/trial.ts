import type { Deployment, TrialSide } from "../src/deployments/deployment.ts";
import { type Html, html } from "../src/lib/html.ts";
import { actionButton } from "./components.ts";
import { icon } from "./icon.ts";

/** How many of a hundred visitors a release can be tried on. */
const SHARES = [5, 10, 25, 50, 75];

type Canary = Extract<Deployment["state"], { name: "canary" }>;

/** How a release on trial fares beside what is live, and what share of visitors it gets. */
export function trialResults(path: string, state: Canary, sides: readonly TrialSide[]): Html {
  return html`<div class="trial">
    <p><strong>${state.percent} % of visitors</strong> get this release and stay with it. All others get what is live.</p>
    <form class="trial-share" method="post" action="${path}/canary"><span class="quiet" id="share">Share</span><span class="segments" role="group" aria-labelledby="share">${sharesWith(
      state.percent,
    ).map(
      (share) =>
        html`<button type="submit" name="percent" value="${share}" aria-pressed="${String(share === state.percent)}">${share} %</button>`,
    )}</span></form>
    ${sides.length > 0 && resultTable(state, sides)}
  </div>`;
}

/** Everybody, or nobody. */
export function trialActions(path: string): Html {
  const plain = { nonce: "" };
  return html`${actionButton(plain, { action: `${path}/promote`, label: "Promote", icon: "rocket", kind: "primary" })}${actionButton(plain, { action: `${path}/cancel`, label: "Abort", icon: "x" })}`;
}

function sharesWith(percent: number): number[] {
  return [...new Set([...SHARES, percent])].sort((one, other) => one - other);
}

function resultTable({ release }: Canary, sides: readonly TrialSide[]): Html {
  const rows = sides.map(
    (side) => html`<tr>
      <th scope="row">${side.release === release ? "This one" : "Live"}</th>
      <td>${side.requests.toLocaleString("en")}</td>
      <td>${errorWords(side)}</td>
    </tr>`,
  );
  return html`<table class="table trial-table"><caption class="visually-hidden">Since the trial began</caption><thead><tr><th scope="col">Release</th><th scope="col">Requests</th><th scope="col">Errors</th></tr></thead><tbody>${rows}</tbody></table>
    <p class="quiet trial-note">Counted since the trial began. An error is an answer of 500 or more, or none.</p>`;
}

function errorWords({ requests, errors }: TrialSide): Html {
  if (errors === 0) return html`0`;
  const share = (errors / requests) * 100;
  return html`<span class="trial-errors">${icon("triangle-alert")}${errors.toLocaleString("en")} (${share.toFixed(share < 10 ? 1 : 0)} %)</span>`;
}
