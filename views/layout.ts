import type { User } from "../src/accounts/user.ts";
import { type Html, html } from "../src/lib/html.ts";
import { postForm } from "./form.ts";
import { icon } from "./icon.ts";
import { palette } from "./palette.ts";

/** What every page needs to know about its request. Fragments that hold htmx elements need its `nonce`, those with times its `now`. */
export type Shell = {
  title: string;
  user: User | null;
  /** The path of the request: marks the current place in navigation. */
  path: string;
  /** Of the Content-Security-Policy header of the same response. htmx ignores elements that do not carry it. */
  nonce: string;
  now: number;
  /** AutoStack's version; assets are cached under it. */
  version: string;
  /** Said once, above the page: what the last action did. */
  notice?: string;
  /** What keeps AutoStack itself from its work now. */
  problem?: string;
  /** What Ctrl-K finds beside pages and actions. */
  projects?: readonly { slug: string; name: string }[];
};

/** The part of a shell that a fragment needs. */
export type Part = Pick<Shell, "nonce" | "now">;

const HTMX_CONFIG = JSON.stringify({
  extensions: "hx-csp, sse, alpine-compat",
  includeIndicatorCSS: false,
  history: false,
  mode: "same-origin",
});

const SCRIPTS = [
  "vendor/htmx.js",
  "js/app.js",
  "js/palette.js",
  "js/log.js",
  "js/upload.js",
  // The last one: it starts with what the others have told it.
  "vendor/alpine.js",
] as const;

/** A whole page for somebody who is signed in, and for errors. */
export function layout(shell: Shell, content: Html): Html {
  return page(
    shell,
    html`${topBar(shell)}
    <main id="main" class="page" tabindex="-1">${problem(shell)}${notice(shell)}${content}</main>
    ${palette(shell)}${confirmDialog()}`,
  );
}

/** A whole page without the app around it: signing in and up, set-up. */
export function bareLayout(shell: Shell, content: Html): Html {
  return page(
    shell,
    html`<header class="bare-bar"><a class="brand" href="/">${logo()}AutoStack</a>${themeSwitch()}</header>
    <main id="main" class="bare" tabindex="-1">${notice(shell)}${content}</main>`,
  );
}

function page(shell: Shell, body: Html): Html {
  const asset = (path: string) => `/public/${path}?v=${encodeURIComponent(shell.version)}`;
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${shell.title} · AutoStack</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="htmx-config" content="${HTMX_CONFIG}">
  <link rel="icon" href="${asset("favicon.svg")}" type="image/svg+xml">
  <script src="${asset("js/theme.js")}" nonce="${shell.nonce}"></script>
  <link rel="stylesheet" href="${asset("app.css")}">
  ${SCRIPTS.map((path) => html`<script src="${asset(path)}" nonce="${shell.nonce}" defer></script>\n  `)}
</head>
<body>
  <a class="skip-link" href="#main">Skip to the content</a>
  ${body}
  <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
</body>
</html>`;
}

export function logo(): Html {
  return html`<svg class="logo" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 22 7.2 12 12.4 2 7.2Z"/><path d="m2 12 10 5.2L22 12" class="logo-line"/><path d="m2 16.8 10 5.2 10-5.2" class="logo-line"/></svg>`;
}

function topBar(shell: Shell): Html {
  return html`<header class="top-bar">
    <a class="brand" href="${shell.user ? "/dashboard" : "/"}">${logo()}<span class="brand-name">AutoStack</span></a>
    ${
      shell.user
        ? html`<nav class="top-links" aria-label="Main">${topLink(shell, "/dashboard", "Projects")}${topLink(shell, "/settings", "Settings")}</nav>
    <button class="search-button" type="button" data-opens="palette" aria-keyshortcuts="Control+K">${icon("search")}<span>Search</span><kbd>Ctrl K</kbd></button>
    <a class="button button-small top-new" data-kind="primary" href="/new"><span class="button-label">${icon("plus")}<span>New project</span></span></a>
    ${themeSwitch()}${userMenu(shell, shell.user)}`
        : html`<span class="top-links"></span>${themeSwitch()}<a class="button button-small" data-kind="secondary" href="/login">Sign in</a>`
    }
  </header>`;
}

function topLink(shell: Shell, href: string, label: string): Html {
  const isHere = shell.path === href || (href === "/dashboard" && shell.path.startsWith("/projects/"));
  return html`<a href="${href}"${isHere && html` aria-current="page"`}>${label}</a>`;
}

export function themeSwitch(): Html {
  return html`<button class="icon-button theme-switch" type="button" data-theme-switch aria-label="Switch between light and dark">${icon("sun")}${icon("moon")}</button>`;
}

function userMenu(shell: Shell, user: User): Html {
  const initial = (user.name || user.email).slice(0, 1).toUpperCase();
  return html`<details class="menu" data-menu>
    <summary class="avatar" aria-label="Your account">${initial}</summary>
    <div class="menu-panel">
      <p class="menu-who"><strong>${user.name}</strong><span>${user.email}</span></p>
      <a href="/dashboard">${icon("layout-grid")}Projects</a>
      <a href="/settings">${icon("settings")}Settings</a>
      ${postForm(shell, { action: "/logout", class: "menu-form" }, html`<button type="submit">${icon("log-out")}Sign out</button>`)}
    </div>
  </details>`;
}

/** Asks before a form with `data-confirm` is sent. */
function confirmDialog(): Html {
  return html`<dialog id="confirm" class="dialog" aria-labelledby="confirm-words"><form method="dialog">
    <p id="confirm-words" class="confirm-words"></p>
    <div class="actions"><button class="button confirm-yes" data-kind="danger" value="yes"></button><button class="button" data-kind="secondary" value="no">Keep as it is</button></div>
  </form></dialog>`;
}

function problem(shell: Shell): Html | null {
  if (!shell.problem) return null;
  const words = "Deployments wait. What runs goes on, and AutoStack tries again by itself.";
  return html`<div class="callout" data-level="error" role="alert">${icon("circle-alert")}<div><p class="callout-title">${shell.problem}</p><p>${words}</p></div></div>`;
}

function notice(shell: Shell): Html | null {
  if (!shell.notice) return null;
  return html`<div class="callout" data-level="success" role="status">${icon("circle-check")}<p>${shell.notice}</p></div>`;
}
