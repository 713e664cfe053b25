import { type Html, html } from "../src/lib/html.ts";

/** A sentence of an error or a finding: what stands between backticks is code. */
export function prose(text: string | null | undefined): Html | null {
  if (!text) return null;
  const parts = text.split("`");
  // A backtick without its partner is only a character.
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
