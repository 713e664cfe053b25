import type { PersonalToken, Session, User } from "../../src/accounts/user.ts";
import { type Html, html } from "../../src/lib/html.ts";
import { actionButton, panel } from "../components.ts";
import { type FormState, field, formProblem, postForm, submit } from "../form.ts";
import { icon } from "../icon.ts";
import { layout, type Part, type Shell } from "../layout.ts";
import { timeAgo } from "../time.ts";
import { type InstanceProps, instancePanels } from "./settings-instance.ts";
import { type NewToken, tokensPanel } from "./settings-tokens.ts";

export type SettingsProps = {
  user: User;
  sessions: readonly Session[];
  /** The id of the session that looks at the page. */
  currentSession: string | null;
  tokens: readonly PersonalToken[];
  /** Just made, and shown this once. */
  newToken: NewToken | null;
  forms: { profile: FormState; password: FormState; token: FormState };
  /** For the owner of the installation. */
  instance: InstanceProps | null;
};

export function settingsPage(shell: Shell, props: SettingsProps): Html {
  return layout(
    shell,
    html`<div class="page-head"><h1>Settings</h1></div>
    <div class="settings">
      <nav class="side-nav" aria-label="Settings">
        <a href="#profile">Profile</a><a href="#password">Password</a><a href="#sessions">Sessions</a><a href="#tokens">API tokens</a><a href="#theme">Theme</a>${
          props.instance && html`<a href="#people">People</a><a href="#sign-up">Sign-up</a>`
        }
      </nav>
      <div class="stack">
        ${profilePanel(shell, props.user, props.forms.profile)}
        ${passwordPanel(shell, props.user, props.forms.password)}
        ${sessionsPanel(shell, props)}
        ${tokensPanel(shell, { tokens: props.tokens, newToken: props.newToken, form: props.forms.token })}
        ${themePanel()}
        ${props.instance && instancePanels(shell, props.instance)}
      </div>
    </div>`,
  );
}

/** Fragment `#profile`: the answer to POST /settings/profile. */
export function profilePanel(part: Part, user: User, form: FormState): Html {
  return panel(
    "profile",
    "Profile",
    null,
    postForm(
      part,
      { action: "/settings/profile", target: "profile", done: "Your profile was saved." },
      formProblem(form, "name", "email"),
      field({ name: "name", label: "Name", form, value: user.name, required: true, autocomplete: "name" }),
      field({
        name: "email",
        label: "E-mail",
        type: "email",
        form,
        value: user.email,
        required: true,
        autocomplete: "email",
      }),
      submit("Save"),
    ),
  );
}

/** Fragment `#password`: the answer to POST /settings/password. */
export function passwordPanel(part: Part, user: Pick<User, "email">, form: FormState, isChanged = false): Html {
  const base = { form, type: "password", required: true } as const;
  return panel(
    "password",
    "Password",
    "Changing it ends all your other sessions.",
    isChanged && html`<p class="done" role="status">${icon("circle-check")}The password was changed.</p>`,
    postForm(
      part,
      { action: "/settings/password", target: "password" },
      formProblem(form, "current", "password"),
      html`<input type="text" name="username" autocomplete="username" value="${user.email}" hidden>`,
      field({ ...base, name: "current", label: "Current password", autocomplete: "current-password" }),
      field({
        ...base,
        name: "password",
        label: "New password",
        autocomplete: "new-password",
        hint: "At least 10 characters.",
      }),
      submit("Change the password"),
    ),
  );
}

/** Fragment `#sessions`: the answer to POST /settings/sessions/<id>/end. */
export function sessionsPanel(
  part: Part,
  { sessions, currentSession }: Pick<SettingsProps, "sessions" | "currentSession">,
): Html {
  return panel(
    "sessions",
    "Sessions",
    "Browsers that are signed in as you.",
    html`<ul class="rows">${sessions.map(
      (session) => html`<li class="row">
        <span class="row-main"><strong>${icon("monitor")}${browserWords(session.userAgent)}</strong><span class="quiet">${session.address}</span></span>
        <span class="row-who quiet">${session.id === currentSession ? html`<span class="tag">this one</span>` : html`<span>seen ${timeAgo(session.lastSeenAt, part.now)}</span>`}</span>
        <span class="row-actions">${actionButton(part, {
          action: `/settings/sessions/${session.id}/end`,
          label: session.id === currentSession ? "Sign out" : "End",
          icon: "log-out",
          kind: "quiet",
          ...(session.id !== currentSession && { target: "sessions" }),
        })}</span>
      </li>`,
    )}</ul>`,
  );
}

const BROWSERS = ["Edg", "OPR", "Firefox", "Chrome", "Safari", "curl"] as const;
const SYSTEMS = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"] as const;
const PLAIN_NAMES: Record<string, string> = { Edg: "Edge", OPR: "Opera", "Mac OS": "macOS" };

/** `Firefox on Linux`: enough to know it again. */
export function browserWords(userAgent: string): string {
  const find = (names: readonly string[]) => names.find((name) => userAgent.includes(name));
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)].map((name) => name && (PLAIN_NAMES[name] ?? name));
  if (!browser) return userAgent.slice(0, 60) || "Unknown browser";
  return system ? `${browser} on ${system}` : browser;
}

function themePanel(): Html {
  const choice = (value: string, label: string, name: "monitor" | "sun" | "moon") =>
    html`<button type="button" data-theme-choice="${value}" aria-pressed="false">${icon(name)}${label}</button>`;
  return panel(
    "theme",
    "Theme",
    "Kept in this browser.",
    html`<div class="segments" role="group" aria-label="Theme">${choice("system", "System", "monitor")}${choice("light", "Light", "sun")}${choice("dark", "Dark", "moon")}</div>`,
  );
}
