import { type Html, html } from "../../src/lib/html.ts";
import type { Project } from "../../src/projects/project.ts";
import type { RuntimeLogLine } from "../../src/runtimes/runtime.ts";
import { emptyState } from "../components.ts";
import type { Part } from "../layout.ts";
import { logView, runtimeRow } from "../log.ts";

export type RuntimeLine = RuntimeLogLine & { number: number; service: string };

export type LogsProps = {
  project: Project;
  /** The services that run; none while nothing is live. */
  services: readonly string[];
  /** The last lines. `number` counts from 1 and goes on in the stream. */
  lines: readonly RuntimeLine[];
  /** Where the stream goes on. */
  after: string;
};

/** What the running services say, live from `/projects/<slug>/logs/events?after=<number>`. */
export function logsTab(part: Part, { project, services, lines, after }: LogsProps): Html {
  if (services.length === 0) {
    return emptyState(
      "scroll-text",
      "Nothing runs yet",
      "Once a deployment is live, what it writes to its output stands here.",
    );
  }
  return logView({
    title: "Runtime log",
    rows: lines.map(runtimeRow),
    groups: services.map((service) => ({ value: service, label: service })),
    download: null,
    connect: `/projects/${project.slug}/logs/events?after=${encodeURIComponent(after)}`,
    nonce: part.nonce,
    empty: "It has written nothing yet.",
  });
}

/** A message of the stream with one line or several; its SSE `id` is the last one's number. */
export function logsEventLines(lines: readonly RuntimeLine[]): Html {
  return html`<hx-partial hx-target="#log" hx-swap="beforeend">${lines.map(runtimeRow)}</hx-partial>`;
}
