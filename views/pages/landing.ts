import { type Html, html } from "../../src/lib/html.ts";
import { type IconName, icon } from "../icon.ts";
import { layout, type Shell } from "../layout.ts";
import { STAGE_WORDS } from "../status.ts";

export type LandingProps = { signUpOpen: boolean };

const FEATURES: readonly { icon: IconName; title: string; words: string }[] = [
  {
    icon: "upload",
    title: "Git, a zip or an example",
    words: "Paste a repository's URL, drop an archive, or start from a small program that already works.",
  },
  {
    icon: "search",
    title: "Reads your code first",
    words:
      "Framework, commands, port and variables are found in your files. Each says the line it came from, and you can change it.",
  },
  {
    icon: "scroll-text",
    title: "Every step in sight",
    words: "Source, build, start, probe, route: each with its clock, and the log line by line as it is written.",
  },
  {
    icon: "shield-check",
    title: "Traffic moves only to what answers",
    words: "A new version that never answers goes away by itself. The one before it keeps serving.",
  },
  {
    icon: "rotate-ccw",
    title: "Back in seconds",
    words: "Each release is kept as it ran, so that rolling back takes no build.",
  },
  {
    icon: "lock",
    title: "Your server, your data",
    words: "One program and one SQLite file. Variables are encrypted, and secrets are never shown again.",
  },
];

export function landingPage(shell: Shell, { signUpOpen }: LandingProps): Html {
  return layout(
    shell,
    html`<div class="landing">
    <section class="hero">
      <h1>From a repository to a live URL, on your own server.</h1>
      <p class="lead">AutoStack reads your code, builds it, starts it and sends traffic to it once it answers.</p>
      <form class="hero-form" method="get" action="/new">
        <label class="visually-hidden" for="url">URL of a Git repository</label>
        ${icon("git-branch")}<input id="url" name="url" type="url" class="mono" required placeholder="https://github.com/you/project" autocomplete="off" spellcheck="false">
        <button class="button" data-kind="primary" type="submit"><span class="button-label">Deploy${icon("arrow-right")}</span></button>
      </form>
      <p class="hero-links"><a href="/login">Sign in</a>${signUpOpen && html`<a href="/signup">Create an account</a>`}<a href="/new">Upload a zip instead</a></p>
    </section>
    <ol class="journey" aria-label="What happens on the way">${Object.values(STAGE_WORDS)
      .slice(0, -1)
      .map(({ name }) => html`<li>${icon("circle-check")}${name}</li>`)}<li>${icon("circle-check")}Live</li></ol>
    <ul class="features">${FEATURES.map(
      (feature) => html`<li>${icon(feature.icon)}<h2>${feature.title}</h2><p>${feature.words}</p></li>`,
    )}</ul>
  </div>`,
  );
}
