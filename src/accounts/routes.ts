import { Elysia, t } from "elysia";
import { EMPTY_FORM, type FormState } from "../../views/form.ts";
import type { Shell } from "../../views/layout.ts";
import { loginForm, loginPage } from "../../views/pages/login.ts";
import { setupForm, setupPage } from "../../views/pages/setup.ts";
import { signupForm, signupPage } from "../../views/pages/signup.ts";
import type { Config } from "../config.ts";
import { clientOf } from "../http/address.ts";
import { submitted } from "../http/form.ts";
import { visitors } from "../http/guard.ts";
import { forHtmx, respond, seeOther } from "../http/respond.ts";
import { safePath } from "../http/safe-path.ts";
import { endedSessionCookie, readSessionCookie, sessionCookie } from "../http/session-cookie.ts";
import type { Visits } from "../http/visits.ts";
import type { Teams } from "../teams/teams.ts";
import type { Accounts } from "./accounts.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { tokenRoutes } from "./token-routes.ts";

const HOME = "/dashboard";
const Text = t.String({ maxLength: 1000 });
const Newcomer = { name: Text, email: Text, password: Text };

export type AccountRoutesDeps = {
  accounts: Accounts;
  teams: Teams;
  visits: Visits;
  config: Pick<Config, "publicUrl">;
};

/** Set-up, signing up, in and out, and a person's own settings and tokens. */
export function accountRoutes(deps: AccountRoutesDeps) {
  return new Elysia()
    .use(setupRoutes(deps))
    .use(signUpRoutes(deps))
    .use(signInRoutes(deps))
    .use(settingsRoutes(deps))
    .use(tokenRoutes(deps));
}

function setupRoutes({ accounts, visits, config }: AccountRoutesDeps) {
  const form = (token: string, form: FormState) => ({ form, token });
  return new Elysia()
    .use(visitors(visits))
    .get(
      "/setup",
      ({ request, query: { token = "" }, shell }) => {
        if (accounts.hasOwner()) return forHtmx(request, seeOther("/login"));
        accounts.checkSetupToken(token);
        return respond(request, {
          page: () => setupPage(shell("Set up"), form(token, EMPTY_FORM)),
          json: () => ({ needsOwner: true }),
        });
      },
      { query: t.Object({ token: t.Optional(Text) }) },
    )
    .post(
      "/setup",
      ({ request, body, shell, address }) => {
        const { token, ...credentials } = body;
        const act = async () => {
          const user = await accounts.setUpOwner(token, credentials);
          return welcome(request, accounts.sessions.start(user.id, clientOf(request, address)), HOME, config);
        };
        return submitted(request, body, act, (state) =>
          respond(request, {
            status: state.problem.status,
            page: () => setupPage(shell("Set up"), form(token, state)),
            fragment: () => setupForm(shell("Set up"), form(token, state)),
            json: () => state.problem,
          }),
        );
      },
      { body: t.Object({ ...Newcomer, token: Text }) },
    );
}

function signUpRoutes({ accounts, teams, visits, config }: AccountRoutesDeps) {
  const props = (invitation: string | undefined, form: FormState) => ({
    form,
    invitation: invitedBy(teams, invitation),
  });
  return new Elysia()
    .use(visitors(visits))
    .get(
      "/signup",
      ({ request, query: { invitation }, shell }) => {
        accounts.checkMaySignUp(invitation);
        return respond(request, {
          page: () => signupPage(shell("Sign up"), props(invitation, EMPTY_FORM)),
          json: () => ({ signUp: accounts.signUpMode() }),
        });
      },
      { query: t.Object({ invitation: t.Optional(Text) }) },
    )
    .post(
      "/signup",
      ({ request, body, shell, address }) => {
        const act = async () => {
          const user = await accounts.signUp(body);
          return welcome(request, accounts.sessions.start(user.id, clientOf(request, address)), HOME, config);
        };
        return submitted(request, body, act, (state) => {
          // An invitation that is gone cannot head its form any more.
          const isGone = state.problem.code === "invitation_gone";
          const again = props(isGone ? undefined : body.invitation, state);
          return respond(request, {
            status: state.problem.status,
            page: () => signupPage(shell("Sign up"), again),
            fragment: () => signupForm(shell("Sign up"), again),
            json: () => state.problem,
          });
        });
      },
      { body: t.Object({ ...Newcomer, invitation: t.Optional(Text) }) },
    );
}

function signInRoutes({ accounts, visits, config }: AccountRoutesDeps) {
  const show = (request: Request, shell: (title: string) => Shell, next: string, form: FormState, status = 200) => {
    const props = { form, next, signUpOpen: accounts.signUpMode() === "open" };
    return respond(request, {
      status,
      page: () => loginPage(shell("Sign in"), props),
      fragment: () => loginForm(shell("Sign in"), props),
      json: () => ({ signUp: accounts.signUpMode() }),
    });
  };
  return new Elysia()
    .use(visitors(visits))
    .get(
      "/login",
      ({ request, query: { next }, visitor, shell }) =>
        visitor
          ? forHtmx(request, seeOther(safePath(next, HOME)))
          : show(request, shell, safePath(next, ""), EMPTY_FORM),
      { query: t.Object({ next: t.Optional(Text) }) },
    )
    .post(
      "/login",
      ({ request, body, shell, address }) => {
        const act = async () => {
          const token = await accounts.signIn(body.email, body.password, clientOf(request, address));
          return welcome(request, token, safePath(body.next, HOME), config);
        };
        return submitted(request, body, act, (form) =>
          show(request, shell, safePath(body.next, ""), form, form.problem.status),
        );
      },
      { body: t.Object({ email: Text, password: Text, next: t.Optional(Text) }) },
    )
    .post("/logout", ({ request }) => {
      const token = readSessionCookie(request, config.publicUrl);
      if (token) accounts.sessions.endByToken(token);
      const headers = { "set-cookie": endedSessionCookie(config.publicUrl) };
      return respond(request, { page: () => seeOther("/login", headers), json: () => undefined });
    });
}

/** The answer to everybody who has just proved who they are. Programs use `/auth/token`: they get no cookie. */
function welcome(request: Request, token: string, next: string, { publicUrl }: Pick<Config, "publicUrl">): Response {
  return forHtmx(request, seeOther(next, { "set-cookie": sessionCookie(token, publicUrl) }));
}

function invitedBy(teams: Teams, token: string | undefined) {
  if (token === undefined) return null;
  const { teamName, email } = teams.invitation(token);
  return { token, team: teamName, email };
}
