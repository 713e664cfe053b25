/** Markup that is already safe. Only `html` and `unsafeHtml` make it, so `instanceof` is the one test of trust. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template's hole. `false`, `null` and `undefined` print nothing; a list is joined. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

export function escapeHtml(text: string): string {
  return Bun.escapeHTML(text);
}

/** Tagged template: every hole is escaped unless it is `Html`. Attributes must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...children: Child[]): Html {
  let markup = strings[0] ?? "";
  for (let index = 0; index < children.length; index++) {
    markup += render(children[index]) + (strings[index + 1] ?? "");
  }
  return new Html(markup);
}

/** Trusts text as markup. For markup that another library has already escaped (ansi_up, the icon sprite). */
export function unsafeHtml(markup: string): Html {
  return new Html(markup);
}

/** An `href` or `src` that came from data: anything but http, https, mailto or a path becomes `#`. */
export function safeUrl(url: string): string {
  return /^(https?:|mailto:|\/(?!\/)|#|\?)/i.test(url) ? url : "#";
}

function render(child: Child): string {
  if (child === null || child === undefined || typeof child === "boolean") return "";
  if (child instanceof Html) return child.toString();
  if (Array.isArray(child)) return child.map(render).join("");
  return escapeHtml(String(child));
}
