import { AnsiUp } from "ansi_up";
import type { LogLine, Stage } from "../src/deployments/deployment.ts";
import { type Html, html, unsafeHtml } from "../src/lib/html.ts";
import type { RuntimeLogLine } from "../src/runtimes/runtime.ts";
import { icon } from "./icon.ts";
import { STAGE_WORDS } from "./status.ts";

/** Colours of a program's output as classes; the text between them is escaped. */
export function ansi(text: string): Html {
  if (!text.includes("\x1b")) return html`${text}`;
  const converter = new AnsiUp();
  converter.use_classes = true;
  converter.boldStyle = "bold";
  converter.faintStyle = "faint";
  converter.italicStyle = "italic";
  converter.underlineStyle = "underline";
  return unsafeHtml(converter.ansi_to_html(text).replace(STYLED, withoutStyle).replaceAll("<a ", LINK));
}

/** Only the converter writes these: in the text itself `<` is an entity. */
const STYLED = /<span style="([^"]*)"(?: class="([^"]*)")?>/g;
const LINK = '<a target="_blank" rel="noopener noreferrer" ';

/** The page's policy allows no inline style, so each becomes a class; of 16 million colours, the nearest of eight. */
function withoutStyle(_tag: string, style: string, classes = ""): string {
  const names = style.split(";").map((rule) => {
    const [, place, red, green, blue] = /^(background-color|color):rgb\((\d+),(\d+),(\d+)\)$/.exec(rule) ?? [];
    if (place === undefined) return `ansi-${rule}`;
    const nearest = [red, green, blue].reduce((sum, part, bit) => sum + (Number(part) > 110 ? 1 << bit : 0), 0);
    return `ansi-${COLOURS[nearest]}-${place === "color" ? "fg" : "bg"}`;
  });
  return `<span class="${[...names, classes].join(" ").trim()}">`;
}

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

/** One line of a deployment's log. Its time links to it, so that it can be sent to somebody. */
export function logRow(line: LogLine): Html {
  return row({ number: line.id, stream: line.stream, group: line.stage, at: line.at, text: line.text });
}

/** One line of what a running service says. `number` counts within the page. */
export function runtimeRow(line: RuntimeLogLine & { number: number; service: string }): Html {
  return row({ number: line.number, stream: line.stream, group: line.service, at: line.at, text: line.text });
}

type Row = { number: number; stream: "out" | "err" | "note"; group: string; at: number; text: string };

function row({ number, stream, group, at, text }: Row): Html {
  const iso = new Date(at).toISOString();
  return html`<li id="L${number}" class="log-row" data-stream="${stream}" data-group="${group}"><a class="log-time" href="#L${number}" title="Link to this line"><time datetime="${iso}">${iso.slice(11, 19)}</time></a><span class="log-text">${ansi(text)}</span></li>`;
}

export type LogViewProps = {
  title: string;
  rows: readonly Html[];
  /** Tabs above the rows: stages of a deployment, services of an environment. */
  groups: readonly { value: string; label: string }[];
  /** Where the whole log can be fetched as text. */
  download: string | null;
  /** The event stream that appends to the rows, when more will come. */
  connect: string | null;
  nonce: string;
  empty: string;
};

/** The rows (`#log`) with search, follow, wrap and download. `public/js/log.js` makes it move; without it it is a list. */
export function logView(props: LogViewProps): Html {
  const stream = props.connect
    ? html` hx-sse:connect="${props.connect}" hx-sse:close="end" hx-swap="none" hx-nonce="${props.nonce}"`
    : null;
  return html`<section class="log-view" aria-label="${props.title}" x-data="log"${stream}>
    <div class="log-bar">
      ${groupTabs(props.groups)}
      <div class="search log-search">${icon("search")}<label class="visually-hidden" for="log-search">Search the log</label><input id="log-search" type="search" placeholder="Search the log" autocomplete="off" spellcheck="false" data-search-key x-on:input="narrow"><kbd>/</kbd></div>
      <span class="log-count quiet" role="status"></span>
      <label class="toggle"><input type="checkbox" class="log-follow" checked x-on:change="scroll">Follow</label>
      <label class="toggle"><input type="checkbox" class="log-wrap" checked>Wrap</label>
      ${props.download && html`<a class="icon-button" href="${props.download}" download aria-label="Download the log">${icon("download")}</a>`}
    </div>
    <ol id="log" class="log" tabindex="0" aria-label="Lines" x-on:scroll="scrolled">${props.rows}</ol>
    <p class="log-empty">${props.empty}</p>
  </section>`;
}

function groupTabs(groups: LogViewProps["groups"]): Html | null {
  if (groups.length < 2) return null;
  const tab = ({ value, label }: { value: string; label: string }) =>
    html`<button type="button" data-group="${value}" aria-pressed="${value === "" ? "true" : "false"}" x-on:click="choose">${label}</button>`;
  return html`<div class="segments" role="group" aria-label="Part of the log">${[{ value: "", label: "All" }, ...groups].map(tab)}</div>`;
}

export function stageGroups(stages: readonly Stage[]): { value: string; label: string }[] {
  return stages.map((stage) => ({ value: stage, label: STAGE_WORDS[stage].name }));
}
