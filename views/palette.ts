import { type Html, html } from "../src/lib/html.ts";
import { type IconName, icon } from "./icon.ts";
import type { Shell } from "./layout.ts";

type Entry = { label: string; href: string; icon: IconName; kind: string };

const PLACES: readonly Entry[] = [
  { label: "New project", href: "/new", icon: "plus", kind: "Action" },
  { label: "Projects", href: "/dashboard", icon: "layout-grid", kind: "Page" },
  { label: "Settings", href: "/settings", icon: "settings", kind: "Page" },
  { label: "Change password", href: "/settings#password", icon: "lock", kind: "Action" },
  { label: "API tokens", href: "/settings#tokens", icon: "key-round", kind: "Page" },
  { label: "Sessions", href: "/settings#sessions", icon: "monitor", kind: "Page" },
];

/** What Ctrl-K opens: every place and action that can be reached from anywhere, narrowed by typing. */
export function palette(shell: Shell): Html | null {
  if (!shell.user) return null;
  const entries = [...(shell.projects ?? []).flatMap(entriesOfProject), ...PLACES];
  return html`<dialog id="palette" class="palette" aria-label="Command palette" x-data="palette">
    <div class="palette-search">
      ${icon("search")}
      <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label="Search projects, pages and actions" placeholder="Projects, pages, actions…" autocomplete="off" spellcheck="false" autofocus x-on:input="narrow" x-on:keydown="move">
      <kbd>Esc</kbd>
    </div>
    <ul id="palette-list" role="listbox" aria-label="Results">${entries.map(item)}</ul>
    <p class="palette-nothing" hidden>Nothing goes by that name.</p>
  </dialog>`;
}

function item(entry: Entry, index: number): Html {
  return html`<li id="palette-${index}" role="option" aria-selected="${index === 0 ? "true" : "false"}"><a href="${entry.href}" tabindex="-1">${icon(entry.icon)}<span>${entry.label}</span><small>${entry.kind}</small></a></li>`;
}

function entriesOfProject({ slug, name }: { slug: string; name: string }): Entry[] {
  const base = `/projects/${slug}`;
  return [
    { label: name, href: base, icon: "box", kind: "Project" },
    { label: `${name}: deployments`, href: `${base}/deployments`, icon: "rocket", kind: "Project" },
    { label: `${name}: logs`, href: `${base}/logs`, icon: "scroll-text", kind: "Project" },
    { label: `${name}: variables`, href: `${base}/variables`, icon: "key-round", kind: "Project" },
    { label: `${name}: settings`, href: `${base}/settings`, icon: "settings", kind: "Project" },
  ];
}
