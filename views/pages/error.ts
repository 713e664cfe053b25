import { type Html, html } from "../../src/lib/html.ts";
import { linkButton } from "../form.ts";
import { bareLayout, layout, type Shell } from "../layout.ts";
import { prose } from "../prose.ts";

export type ErrorProps = {
  status: number;
  summary: string;
  hint: string | null;
  /** What to look for in the server's log; only for errors that nobody foresaw. */
  incident: string | null;
};

export function errorPage(shell: Shell, props: ErrorProps): Html {
  return (shell.user ? layout : bareLayout)(shell, errorBody(shell, props));
}

function errorBody(shell: Shell, { status, summary, hint, incident }: ErrorProps): Html {
  return html`<div class="error-page">
    <p class="error-status">${status}</p>
    <h1>${prose(summary)}</h1>
    ${hint && html`<p class="lead">${prose(hint)}</p>`}
    ${incident && html`<p class="quiet">Incident <code>${incident}</code>: the server's log says more under this name.</p>`}
    <p class="actions">${shell.user ? linkButton("To the projects", "/dashboard") : linkButton("To the start", "/")}</p>
  </div>`;
}
