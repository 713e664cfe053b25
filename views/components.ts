import type { Event } from "../src/deployments/event-store.ts";
import { type Child, type Html, html, safeUrl } from "../src/lib/html.ts";
import { type FormState, field, hidden, postForm, submit } from "./form.ts";
import { type IconName, icon } from "./icon.ts";
import type { Part } from "./layout.ts";
import { timeAgo } from "./time.ts";

/** A list without members: says what would stand here and what to do. */
export function emptyState(name: IconName, title: string, words: Child, action?: Html): Html {
  return html`<div class="empty">${icon(name)}<h2>${title}</h2><p>${words}</p>${action}</div>`;
}

/** A part of a page with a heading of its own. */
export function panel(id: string, title: Child, words: Child, ...content: Child[]): Html {
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-title">
    <div class="panel-head"><h2 id="${id}-title">${title}</h2>${words && html`<p>${words}</p>`}</div>
    <div class="panel-body">${content}</div>
  </section>`;
}

/** What happened without anybody asking for it, newest first. */
export function happened(part: Pick<Part, "now">, events: readonly Event[]): Html | null {
  if (events.length === 0) return null;
  return html`<section aria-labelledby="happened-title"><div class="section-head"><h2 id="happened-title">What happened by itself</h2></div>
    <ul class="rows">${events.map(({ summary, createdAt }) => html`<li class="row event-row"><span>${summary}</span><span class="quiet">${timeAgo(createdAt, part.now)}</span></li>`)}</ul></section>`;
}

export type Level = "info" | "success" | "warning" | "error";

const LEVEL_ICONS: Record<Level, IconName> = {
  info: "info",
  success: "circle-check",
  warning: "triangle-alert",
  error: "circle-alert",
};

export function callout(level: Level, title: Child, ...words: Child[]): Html {
  return html`<div class="callout" data-level="${level}"${level === "error" && html` role="alert"`}>${icon(LEVEL_ICONS[level])}<div><p class="callout-title">${title}</p>${words}</div></div>`;
}

export function copyButton(text: string, label = "Copy"): Html {
  return html`<button class="icon-button" type="button" data-copy="${text}" aria-label="${label}">${icon("copy")}${icon("check")}</button>`;
}

/** A link that leaves the dashboard, written without its scheme. */
export function externalLink(url: string, className = "external"): Html {
  return html`<a class="${className}" href="${safeUrl(url)}" target="_blank" rel="noopener noreferrer"><span>${url.replace(/^https?:\/\//, "").replace(/\/$/, "")}</span>${icon("arrow-up-right")}</a>`;
}

export function visitButton(url: string, kind: "primary" | "secondary" = "secondary"): Html {
  return html`<a class="button button-small" data-kind="${kind}" href="${safeUrl(url)}" target="_blank" rel="noopener noreferrer"><span class="button-label">Visit${icon("arrow-up-right")}</span></a>`;
}

export type ConfirmByName = {
  action: string;
  target?: string;
  /** The form field that the name is typed into. */
  field: string;
  name: string;
  button: string;
  form: FormState;
};

/** A destructive action that asks for a name to be typed. The route compares again. */
export function confirmByName(part: Part, props: ConfirmByName): Html {
  return postForm(
    part,
    { action: props.action, class: "form confirm", ...(props.target && { target: props.target }) },
    field({
      name: props.field,
      label: html`Type <code>${props.name}</code> to confirm`,
      form: props.form,
      autocomplete: "off",
      required: true,
      mono: true,
    }),
    submit(props.button, { kind: "danger", icon: "trash-2" }),
  );
}

/** A button that posts and nothing else. */
export function actionButton(
  part: Pick<Part, "nonce">,
  props: {
    action: string;
    label: string;
    icon: IconName;
    target?: string;
    kind?: "primary" | "secondary" | "danger" | "quiet";
    confirm?: string;
    fields?: Record<string, string>;
  },
): Html {
  return postForm(
    part,
    {
      action: props.action,
      class: "inline-form",
      ...(props.target && { target: props.target }),
      ...(props.confirm && { confirm: props.confirm }),
    },
    Object.entries(props.fields ?? {}).map(([name, value]) => hidden(name, value)),
    submit(props.label, { kind: props.kind ?? "secondary", icon: props.icon, small: true }),
  );
}
