import { type Child, type Html, html } from "../src/lib/html.ts";
import { type IconName, icon } from "./icon.ts";
import type { Part } from "./layout.ts";
import { prose } from "./prose.ts";

/** What a person typed, and what was wrong with it. */
export type FormState = { values: Record<string, string>; problem: FormProblem | null };

/** An `AppError`, or its fields. */
export type FormProblem = { summary: string; hint?: string | undefined; field?: string | undefined };

export const EMPTY_FORM = { values: {}, problem: null } satisfies FormState;

export type PostForm = {
  action: string;
  /** The id of the element that the answer replaces. Without it the browser posts by itself. */
  target?: string;
  class?: string;
  id?: string;
  multipart?: boolean;
  /** Asked in the browser's own words before the form is sent. */
  confirm?: string;
  /** Said for a moment once it was accepted, where the answer itself does not tell. */
  done?: string;
};

/** A form that posts with and without htmx. The answer (200 or 422) is the target's fragment, a redirect is `HX-Redirect`. */
export function postForm(part: Pick<Part, "nonce">, form: PostForm, ...content: Child[]): Html {
  const quick = form.target
    ? html` hx-post="${form.action}" hx-target="#${form.target}" hx-swap="outerHTML" hx-disable="find button" hx-nonce="${part.nonce}"`
    : null;
  const encoding = form.multipart ? html` enctype="multipart/form-data"` : null;
  const confirm = form.confirm ? html` data-confirm="${form.confirm}"` : null;
  const done = form.done ? html` data-done="${form.done}"` : null;
  return html`<form${form.id && html` id="${form.id}"`} class="${form.class ?? "form"}" method="post" action="${form.action}"${encoding}${confirm}${done}${quick}>${content}</form>`;
}

/** The problem that belongs to no field which the form shows: stands above the form. */
export function formProblem(form: FormState, ...fields: string[]): Html | null {
  const { problem } = form;
  if (!problem || (problem.field !== undefined && fields.includes(problem.field))) return null;
  return html`<div class="callout" data-level="error" role="alert">
    ${icon("circle-alert")}
    <div><p class="callout-title">${prose(problem.summary)}</p>${problem.hint && html`<p>${prose(problem.hint)}</p>`}</div>
  </div>`;
}

export type FieldProps = {
  name: string;
  label: Child;
  form: FormState;
  /** Shown when nothing was typed yet. */
  value?: string | null;
  type?: "text" | "email" | "password" | "url" | "number" | "date";
  hint?: Child;
  placeholder?: string;
  required?: boolean;
  /** Shown, sent as it is, and not to be changed here. */
  readonly?: boolean;
  autocomplete?: string;
  autofocus?: boolean;
  mono?: boolean;
  /** Says what the field is when its label cannot be seen. */
  hideLabel?: boolean;
  /** Keeps ids apart where the same field stands twice on a page. */
  prefix?: string;
};

type Wired = { id: string; attributes: Html; after: Html };

export function field(props: FieldProps): Html {
  const { name, type = "text", form, value, placeholder, autocomplete } = props;
  const { id, attributes, after } = wire(props);
  const typed = type === "password" ? "" : (form.values[name] ?? value ?? "");
  return labelled(
    props,
    id,
    html`<input id="${id}" name="${name}" type="${type}" value="${typed}"${placeholder && html` placeholder="${placeholder}"`}${
      autocomplete && html` autocomplete="${autocomplete}"`
    }${props.mono && html` class="mono" autocapitalize="off" autocorrect="off" spellcheck="false"`}${attributes}>${after}`,
  );
}

export function textarea(props: FieldProps & { rows?: number }): Html {
  const { name, form, value, placeholder, rows = 4 } = props;
  const { id, attributes, after } = wire(props);
  return labelled(
    props,
    id,
    html`<textarea id="${id}" name="${name}" rows="${rows}"${placeholder && html` placeholder="${placeholder}"`}${
      props.mono && html` class="mono" autocapitalize="off" autocorrect="off" spellcheck="false"`
    }${attributes}>${`\n${form.values[name] ?? value ?? ""}`}</textarea>${after}`,
  );
}

export type Option = { value: string; label: string };

/** With `formId` it belongs to a form that stands elsewhere. */
export function select(props: FieldProps & { options: readonly Option[]; formId?: string }): Html {
  const { name, form, value, options, readonly, ...others } = props;
  // A choice knows no "readonly"; one that is disabled is not sent, which changes nothing either.
  const { id, attributes, after } = wire({ ...others, name, form });
  const chosen = form.values[name] ?? value ?? "";
  const items = options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === chosen && html` selected`}>${option.label}</option>`,
  );
  return labelled(
    props,
    id,
    html`<span class="select"><select id="${id}" name="${name}"${props.formId && html` form="${props.formId}"`}${readonly && html` disabled`}${attributes}>${items}</select>${icon("chevron-down")}</span>${after}`,
  );
}

export type CheckboxProps = {
  name: string;
  label: Child;
  hint?: Child;
  checked?: boolean;
  value?: string;
  form: FormState;
};

export function checkbox({ name, label, hint, checked = false, value = "on", form }: CheckboxProps): Html {
  const isChecked = name in form.values ? form.values[name] === value : checked;
  return html`<label class="checkbox">
    <input type="checkbox" name="${name}" value="${value}"${isChecked && html` checked`}>
    <span>${label}${hint && html`<small>${hint}</small>`}</span>
  </label>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export type ButtonProps = {
  kind?: "primary" | "secondary" | "danger" | "quiet";
  icon?: IconName;
  small?: boolean;
  name?: string;
  value?: string;
};

/** A submit button that turns into a spinner of the same size while its form is on the way. */
export function submit(label: Child, { kind = "primary", icon: name, small, ...button }: ButtonProps = {}): Html {
  const sent = button.name && html` name="${button.name}" value="${button.value ?? ""}"`;
  return html`<button class="button${small && " button-small"}" data-kind="${kind}" type="submit"${sent}><span class="button-label">${
    name && icon(name)
  }${label}</span><span class="button-busy">${icon("loader-circle")}</span></button>`;
}

export function linkButton(
  label: Child,
  href: string,
  { kind = "secondary", icon: name, small }: ButtonProps = {},
): Html {
  return html`<a class="button${small && " button-small"}" data-kind="${kind}" href="${href}"><span class="button-label">${
    name && icon(name)
  }${label}</span></a>`;
}

function labelled(props: FieldProps, id: string, control: Html): Html {
  return html`<div class="field"><label for="${id}"${props.hideLabel && html` class="visually-hidden"`}>${props.label}</label>${control}</div>`;
}

/** Ties a control to its hint and its error, so that a screen reader says both. */
function wire({ name, form, hint, required, readonly, autofocus, prefix }: FieldProps): Wired {
  const id = `${prefix ?? "field"}-${name}`;
  const problem = form.problem?.field === name ? form.problem : null;
  const isFirst = form.problem === null ? autofocus : problem !== null;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const attributes = html`${required && html` required`}${readonly && html` readonly`}${isFirst && html` autofocus`}${
    problem && html` aria-invalid="true"`
  }${described && html` aria-describedby="${described}"`}`;
  const after = html`${
    problem &&
    html`<p class="field-problem" id="${id}-problem">${icon("circle-alert")}<span>${prose(problem.summary)} ${prose(problem.hint)}</span></p>`
  }${hint && html`<p class="field-hint" id="${id}-hint">${hint}</p>`}`;
  return { id, attributes, after };
}
