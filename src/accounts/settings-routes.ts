import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { passwordPanel, profilePanel, sessionsPanel, settingsPage } from "../../views/pages/settings.ts";
import { tokensPanel } from "../../views/pages/settings-tokens.ts";
import { clientOf } from "../http/address.ts";
import { submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import { endedSessionCookie } from "../http/session-cookie.ts";
import type { AccountRoutesDeps } from "./routes.ts";
import { settingsProps } from "./settings-props.ts";
import { SCOPES } from "./user.ts";

const Text = t.String({ maxLength: 1000 });
const OwnId = t.Object({ id: t.String({ maxLength: 40 }) });
const ScopeName = t.Union(SCOPES.map((scope) => t.Literal(scope)));
/** What the page says after a change without JavaScript, by the name in `?done=`. */
const NOTICES: Record<string, string> = {
  profile: "Your profile was saved.",
  password: "The password was changed and your other sessions were ended.",
  session: "The session was ended.",
  token: "The token was revoked.",
  signup: "Who may sign up was saved.",
};

/** A person's own account. Changing it takes a session, or a token that may do everything. */
export function settingsRoutes(deps: AccountRoutesDeps) {
  return new Elysia()
    .use(signedIn(deps.visits, { changes: "admin" }))
    .get(
      "/settings",
      ({ request, query: { done = "" }, visitor, shell }) =>
        respond(request, {
          page: () => settingsPage(shell("Settings", NOTICES[done]), settingsProps(deps, visitor)),
          json: () => {
            const { user, sessions, tokens } = settingsProps(deps, visitor);
            return { user, sessions, tokens };
          },
        }),
      { query: t.Object({ done: t.Optional(Text) }) },
    )
    .use(profileRoutes(deps))
    .use(passwordRoutes(deps))
    .use(sessionRoutes(deps))
    .use(personalTokenRoutes(deps));
}

function profileRoutes(deps: AccountRoutesDeps) {
  return new Elysia().use(signedIn(deps.visits, { changes: "admin" })).post(
    "/settings/profile",
    ({ request, body, visitor, shell }) => {
      const act = () => {
        const user = deps.accounts.updateProfile(visitor.user, body);
        return respond(request, {
          page: () => seeOther("/settings?done=profile"),
          fragment: () => profilePanel(shell("Settings"), user, EMPTY_FORM),
          json: () => user,
        });
      };
      return submitted(request, body, act, (profile) =>
        respond(request, {
          status: profile.problem.status,
          page: () => settingsPage(shell("Settings"), settingsProps(deps, visitor, { profile })),
          fragment: () => profilePanel(shell("Settings"), visitor.user, profile),
          json: () => profile.problem,
        }),
      );
    },
    { body: t.Object({ name: Text, email: Text }) },
  );
}

function passwordRoutes(deps: AccountRoutesDeps) {
  return new Elysia().use(signedIn(deps.visits, { changes: "admin" })).post(
    "/settings/password",
    ({ request, body, visitor, shell, address }) => {
      const act = async () => {
        await deps.accounts.changePassword(visitor, clientOf(request, address), body);
        return respond(request, {
          page: () => seeOther("/settings?done=password"),
          fragment: () => passwordPanel(shell("Settings"), visitor.user, EMPTY_FORM, true),
          json: () => undefined,
        });
      };
      return submitted(request, body, act, (password) =>
        respond(request, {
          status: password.problem.status,
          page: () => settingsPage(shell("Settings"), settingsProps(deps, visitor, { password })),
          fragment: () => passwordPanel(shell("Settings"), visitor.user, password),
          json: () => password.problem,
        }),
      );
    },
    { body: t.Object({ current: Text, password: Text }) },
  );
}

function sessionRoutes(deps: AccountRoutesDeps) {
  return new Elysia().use(signedIn(deps.visits, { changes: "admin" })).post(
    "/settings/sessions/:id/end",
    ({ request, params, visitor, shell }) => {
      deps.accounts.sessions.end(visitor.user.id, params.id);
      const isOwn = params.id === visitor.session;
      const signedOut = () => seeOther("/login", { "set-cookie": endedSessionCookie(deps.config.publicUrl) });
      return respond(request, {
        page: () => (isOwn ? signedOut() : seeOther("/settings?done=session")),
        fragment: () => (isOwn ? signedOut() : sessionsPanel(shell("Settings"), settingsProps(deps, visitor))),
        json: () => undefined,
      });
    },
    { params: OwnId },
  );
}

function personalTokenRoutes(deps: AccountRoutesDeps) {
  const tokens = deps.accounts.personalTokens;
  return new Elysia()
    .use(signedIn(deps.visits, { changes: "admin" }))
    .post(
      "/settings/tokens",
      ({ request, body, visitor, shell }) => {
        const act = () => {
          const expiresInDays = body.days === "" ? null : Number(body.days);
          const made = tokens.create(visitor.user.id, { name: body.name, scopes: [body.scope].flat(), expiresInDays });
          const newToken = { name: made.token.name, secret: made.secret };
          const shown = () => settingsProps(deps, visitor, { newToken });
          return respond(request, {
            page: () => settingsPage(shell("Settings"), shown()),
            fragment: () => tokensPanel(shell("Settings"), { ...shown(), form: EMPTY_FORM }),
            json: () => made,
          });
        };
        return submitted(request, body, act, (token) =>
          respond(request, {
            status: token.problem.status,
            page: () => settingsPage(shell("Settings"), settingsProps(deps, visitor, { token })),
            fragment: () => tokensPanel(shell("Settings"), { ...settingsProps(deps, visitor), form: token }),
            json: () => token.problem,
          }),
        );
      },
      {
        body: t.Object({
          name: Text,
          scope: t.Union([ScopeName, t.Array(ScopeName)]),
          days: t.Union([t.Number(), Text]),
        }),
      },
    )
    .post(
      "/settings/tokens/:id/revoke",
      ({ request, params, visitor, shell }) => {
        tokens.revoke(visitor.user.id, params.id);
        return respond(request, {
          page: () => seeOther("/settings?done=token"),
          fragment: () => tokensPanel(shell("Settings"), { ...settingsProps(deps, visitor), form: EMPTY_FORM }),
          json: () => undefined,
        });
      },
      { params: OwnId },
    );
}
