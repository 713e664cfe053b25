import type { PersonalToken, Scope } from "../../src/accounts/user.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { actionButton, callout, copyButton, panel } from "../components.ts";
import { type FormState, field, formProblem, postForm, select, submit } from "../form.ts";
import { icon } from "../icon.ts";
import type { Part } from "../layout.ts";
import { timeAgo } from "../time.ts";

/** `secret` is what a client sends; it is not stored and shown once. */
export type NewToken = { name: string; secret: string };

export type TokensProps = { tokens: readonly PersonalToken[]; newToken: NewToken | null; form: FormState };

const SCOPES: Record<Scope, string> = {
  read: "Read: see projects, deployments and logs",
  deploy: "Deploy: also deploy and roll back",
  admin: "Admin: all that you may do",
};

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "", label: "Does not expire" },
];

/** Fragment `#tokens`: the answer to POST /settings/tokens (name, scope, days) and /settings/tokens/<id>/revoke. */
export function tokensPanel(part: Part, { tokens, newToken, form }: TokensProps): Html {
  return panel(
    "tokens",
    "API tokens",
    "For the command line and for programs that deploy.",
    newToken && shownOnce(newToken),
    tokens.length > 0 && html`<ul class="rows">${tokens.map((token) => tokenRow(part, token))}</ul>`,
    postForm(
      part,
      { action: "/settings/tokens", target: "tokens" },
      formProblem(form, "name", "scope", "days"),
      html`<div class="columns columns-3">
        ${field({ name: "name", label: "Name", form, prefix: "token", placeholder: "laptop", required: true, autocomplete: "off" })}
        ${select({ name: "scope", label: "May", form, value: "deploy", options: Object.entries(SCOPES).map(([value, label]) => ({ value, label })) })}
        ${select({ name: "days", label: "Expires after", form, value: "90", options: LIFETIMES })}
      </div>`,
      submit("Create a token", { icon: "key-round" }),
    ),
  );
}

function shownOnce({ name, secret }: NewToken): Html {
  return callout(
    "success",
    `The token “${name}” was made`,
    html`<p>Copy it now: it is not shown again.</p><p class="secret-once"><code>${secret}</code>${copyButton(secret, "Copy the token")}</p>`,
  );
}

function tokenRow(part: Part, token: PersonalToken): Html {
  const used = token.lastUsedAt === null ? "never used" : html`used ${timeAgo(token.lastUsedAt, part.now)}`;
  const expires = token.expiresAt === null ? "does not expire" : expiryWords(token.expiresAt, part.now);
  return html`<li class="row">
    <span class="row-main"><strong>${icon("key-round")}${token.name}</strong><span class="quiet">${token.scopes.join(", ")}</span></span>
    <span class="row-who quiet"><span>${used}, ${expires}</span></span>
    <span class="row-actions">${actionButton(part, {
      action: `/settings/tokens/${token.id}/revoke`,
      label: "Revoke",
      icon: "trash-2",
      kind: "quiet",
      target: "tokens",
      confirm: `Revoke the token “${token.name}”? What uses it stops working at once.`,
    })}</span>
  </li>`;
}

function expiryWords(expiresAt: number, now: number): Html {
  return html`${expiresAt <= now ? "expired" : "expires"} ${timeAgo(expiresAt, now)}`;
}
