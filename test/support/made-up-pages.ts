import type { PersonalToken, Session } from "../../src/accounts/user.ts";
import type { Html } from "../../src/lib/html.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { dashboardPage, type ProjectCard } from "../../views/pages/dashboard.ts";
import { errorPage } from "../../views/pages/error.ts";
import { landingPage } from "../../views/pages/landing.ts";
import { loginPage } from "../../views/pages/login.ts";
import { type SettingsProps, settingsPage } from "../../views/pages/settings.ts";
import { setupPage } from "../../views/pages/setup.ts";
import { signupPage } from "../../views/pages/signup.ts";
import { madeUpWorld, owner, type World } from "./made-up.ts";
import { HARMLESS, HOUR, NOW, type Words } from "./made-up-code.ts";
import { deploymentPages } from "./made-up-deployment-pages.ts";
import { newPages } from "./made-up-new-pages.ts";
import { projectPages } from "./made-up-project-pages.ts";

/** Every page in the states that matter, by a name for its picture. */
export function madeUpPages(words: Words = HARMLESS): Map<string, Html> {
  const world = madeUpWorld(words);
  return new Map([
    ...signedOutPages(world),
    ...dashboardPages(world),
    ...newPages(world),
    ...projectPages(world),
    ...deploymentPages(world),
    ...otherPages(world),
  ]);
}

function signedOutPages({ say, guest, wrong }: World): [string, Html][] {
  return [
    ["landing", landingPage({ ...guest, path: "/", title: say("Deploy to your own server") }, { signUpOpen: true })],
    ["setup", setupPage({ ...guest, title: say("Set up") }, { form: EMPTY_FORM, token: say("t0ken") })],
    [
      "login",
      loginPage({ ...guest, title: say("Sign in") }, { form: EMPTY_FORM, next: say("/new"), signUpOpen: true }),
    ],
    [
      "login-wrong",
      loginPage(
        { ...guest, title: say("Sign in") },
        { form: wrong("password", "E-mail or password is wrong."), next: "", signUpOpen: false },
      ),
    ],
    [
      "signup",
      signupPage(
        { ...guest, title: say("Join") },
        {
          form: wrong("email", "This address has an account already."),
          invitation: { token: say("t"), team: say("Mira's team"), email: say("jonas@example.com") },
        },
      ),
    ],
  ];
}

function dashboardPages({ url, say, at, projects, live, failed, running, retired }: World): [string, Html][] {
  const { atlas, blog, shop, hello } = projects;
  const cards: ProjectCard[] = [
    { project: atlas, url, latest: live },
    { project: shop, url: say("http://shop.localhost:8080"), latest: running },
    { project: blog, url: say("http://blog.localhost:8080"), latest: failed },
    { project: hello, url: null, latest: null },
  ];
  const health = [
    { name: "CPU", value: say("4 %"), state: "ok" as const },
    { name: "Memory", value: "1.2 of 4.0 GB", state: "ok" as const },
    { name: "Disk", value: "31 of 40 GB", state: "warning" as const },
    { name: "Docker", value: "20.10.24", state: "ok" as const },
    { name: "Traefik", value: "3.7.15", state: "ok" as const },
  ];
  const activity = [
    { project: shop, deployment: running },
    { project: atlas, deployment: live },
    { project: blog, deployment: failed },
    { project: atlas, deployment: retired },
  ];
  return [
    ["dashboard", dashboardPage(at("/dashboard", "Projects"), { cards, activity, health })],
    [
      "dashboard-empty",
      dashboardPage(
        { ...at("/dashboard", "Projects"), notice: say("The project “Old” was deleted.") },
        { cards: [], activity: [], health },
      ),
    ],
  ];
}

function otherPages({ words, say, shell, guest, at }: World): [string, Html][] {
  return [
    ["settings", settingsPage({ ...at("/settings", "Settings"), path: "/settings" }, settingsProps(words))],
    [
      "error-404",
      errorPage(shell, {
        status: 404,
        summary: say("There is no such project, or it is not yours."),
        hint: say("It may have been deleted. Go back to the dashboard."),
        incident: null,
      }),
    ],
    [
      "error-500",
      errorPage(guest, {
        status: 500,
        summary: say("Something went wrong on this server."),
        hint: null,
        incident: say("k3f9x2a"),
      }),
    ],
  ];
}

function settingsProps({ text }: Words): SettingsProps {
  const say = (harmless: string) => (text === HARMLESS.text ? harmless : text);
  const session: Session = {
    id: "s1",
    user: "u1",
    userAgent: say("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    address: "203.0.113.7",
    createdAt: NOW - 90 * HOUR,
    lastSeenAt: NOW,
    expiresAt: NOW + 500 * HOUR,
  };
  const token: PersonalToken = {
    id: "k1",
    user: "u1",
    name: say("laptop"),
    scopes: ["read", "deploy"],
    createdAt: NOW - HOUR,
    expiresAt: NOW + 2000 * HOUR,
    lastUsedAt: NOW - 14_000,
  };
  return {
    user: { ...owner, name: say(owner.name) },
    sessions: [
      session,
      {
        ...session,
        id: "s2",
        userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1",
        lastSeenAt: NOW - 30 * HOUR,
      },
    ],
    currentSession: "s1",
    tokens: [token, { ...token, id: "k2", name: "ci", lastUsedAt: null, expiresAt: null }],
    newToken: { name: say("laptop"), secret: say("as_pat_kZ8v2Qm1xW7rT5yLpC3nB9dF6hJ4gS0a") },
    forms: { profile: EMPTY_FORM, password: EMPTY_FORM, token: EMPTY_FORM },
    instance: {
      users: [owner, { ...owner, id: "u2", name: say("Jonas"), email: "jonas@example.com", role: "member" }],
      invitations: [
        {
          id: "i1",
          team: "t1",
          email: say("ada@example.com"),
          role: "developer",
          createdAt: NOW,
          expiresAt: NOW + 160 * HOUR,
        },
      ],
      newInvitation: null,
      signUp: "invitation",
      forms: { invitation: EMPTY_FORM, signUp: EMPTY_FORM },
    },
  };
}
