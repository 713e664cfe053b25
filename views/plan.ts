import { type Html, html } from "../src/lib/html.ts";
import type { AppPlan, DecidedField, Fact, Finding } from "../src/plans/plan.ts";
import { callout } from "./components.ts";
import { prose } from "./prose.ts";

const NAMES: Record<string, string> = {
  bun: "Bun",
  docker: "Docker",
  html: "HTML",
  javascript: "JavaScript",
  node: "Node",
  python: "Python",
  static: "Static files",
  typescript: "TypeScript",
};

/** A language's or runtime's name as people write it. */
export function properName(name: string): string {
  return NAMES[name] ?? name;
}

/** `From package.json:7`, for the fact that a field was filled from. */
export function factPlace(facts: readonly Fact[], name: string): Html | null {
  const fact = facts.find((fact) => fact.name === name);
  return fact ? html`From <code class="place">${place(fact)}</code>` : null;
}

/** Where a field's value comes from, and whether it can only be changed there. */
export function source({ facts, decided }: AppPlan, field: DecidedField): { readonly: boolean; hint: Html | null } {
  const decider = decided[field];
  if (!decider) return { readonly: false, hint: factPlace(facts, field) };
  return { readonly: true, hint: html`From <code class="place">${decider}</code>, where it is changed.` };
}

export function place({ file, line }: { file: string; line: number }): string {
  return line > 0 ? `${file}:${line}` : file;
}

const LEVELS: readonly Finding["level"][] = ["error", "warning", "info"];

/** What may go wrong, each with its way out, the worst first. */
export function findingList(findings: readonly Finding[]): Html | null {
  if (findings.length === 0) return null;
  const worstFirst = LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));
  return html`<ul class="findings" aria-label="Findings">${worstFirst.map(
    (finding) =>
      html`<li>${callout(
        finding.level,
        prose(finding.title),
        html`<p>${prose(finding.fix)}${finding.file && html` <code class="place">${place({ file: finding.file, line: finding.line })}</code>`}</p>`,
      )}</li>`,
  )}</ul>`;
}
