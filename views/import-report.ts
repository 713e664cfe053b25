import { type Html, html } from "../src/lib/html.ts";
import type { AppPlan, ImportedLine } from "../src/plans/plan.ts";
import { checkbox, type FormState, hidden } from "./form.ts";
import { icon } from "./icon.ts";

/** So many lines are shown without being asked for. */
const FEW = 6;
const OWN = /(?:^|\/)(?:autostack\.ya?ml|_redirects|_headers)$/;
const VERDICTS = ["honoured", "approximated", "ignored"] as const;

/** What was read from the files of other platforms and AutoStack's own: each line, and what became of it. */
export function importReport({ imports }: Pick<AppPlan, "imports">): Html | null {
  if (imports.length === 0) return null;
  const files = [...new Set(imports.map(({ file }) => file))];
  const counts = VERDICTS.map((verdict) => ({
    verdict,
    count: imports.filter((line) => line.verdict === verdict).length,
  }));
  const words = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${verdict}`);
  return html`<details class="panel panel-details imports"${imports.length <= FEW && html` open`}>
    <summary>${icon("chevron-down")}<span><strong>Read from ${files.join(", ")}</strong><span class="quiet">${words.join(", ")}</span></span></summary>
    <div class="panel-body table-scroll"><table class="table">
      <thead><tr><th scope="col">Line</th><th scope="col">What it says</th><th scope="col">What became of it</th></tr></thead>
      <tbody>${imports.map(row)}</tbody>
    </table></div>
  </details>`;
}

function row({ file, line, name, value, verdict, why }: ImportedLine): Html {
  return html`<tr>
    <td><code class="place">${file}:${line}</code></td>
    <td><code>${name}</code> <code class="quiet">${value}</code></td>
    <td><span class="tag" data-verdict="${verdict}">${verdict}</span> ${why}</td>
  </tr>`;
}

/** Whether the files of other platforms count; nothing for a source without one. */
export function platformFilesSwitch(
  form: FormState,
  { imports }: Pick<AppPlan, "imports">,
  chosen = true,
): Html | null {
  const files = [...new Set(imports.map(({ file }) => file))].filter((file) => !OWN.test(file));
  if (files.length === 0 && chosen) return null;
  const checked = "platformFilesAsked" in form.values ? form.values.usePlatformFiles === "on" : chosen;
  return html`${hidden("platformFilesAsked", "yes")}${checkbox({
    name: "usePlatformFiles",
    label: "Use the files of other platforms",
    hint:
      files.length > 0
        ? html`What ${files.join(", ")} says wins over these fields.`
        : html`They are left out: all is read from the code.`,
    checked,
    form: { ...form, values: {} },
  })}`;
}
