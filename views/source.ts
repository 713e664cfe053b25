import { type Html, html } from "../src/lib/html.ts";
import type { Source } from "../src/sources/source.ts";
import { icon } from "./icon.ts";

/** Where a project's code comes from, in a few words. */
export function sourceWords(source: Source): Html {
  switch (source.kind) {
    case "git": {
      const where = source.url.replace(/^https:\/\//, "").replace(/\.git$/, "");
      return html`<span class="source">${icon("git-branch")}<span>${where}${source.branch && ` · ${source.branch}`}${source.folder && ` · ${source.folder}`}</span></span>`;
    }
    case "upload":
      return html`<span class="source">${icon("file-archive")}<span>Uploaded archives</span></span>`;
    case "example":
      return html`<span class="source">${icon("box")}<span>Example ${source.name}</span></span>`;
  }
}
