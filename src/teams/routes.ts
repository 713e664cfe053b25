import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { settingsPage } from "../../views/pages/settings.ts";
import { peoplePanel, signUpPanel } from "../../views/pages/settings-instance.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { instanceProps, settingsProps } from "../accounts/settings-props.ts";
import { SIGN_UP_MODES } from "../accounts/sign-up-mode.ts";
import type { Config } from "../config.ts";
import { submitted } from "../http/form.ts";
import { requireInstanceOwner, signedIn } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Visits } from "../http/visits.ts";
import { TEAM_ROLES } from "./team.ts";
import type { Teams } from "./teams.ts";

export type TeamRoutesDeps = {
  accounts: Accounts;
  teams: Teams;
  visits: Visits;
  config: Pick<Config, "publicUrl">;
};

/** Who may come in: for the owner of the installation. */
export function teamRoutes(deps: TeamRoutesDeps) {
  return new Elysia().use(invitationRoutes(deps)).use(signUpModeRoutes(deps));
}

function invitationRoutes(deps: TeamRoutesDeps) {
  return new Elysia().use(signedIn(deps.visits, { changes: "admin" })).post(
    "/settings/invitations",
    ({ request, body, visitor, shell }) => {
      requireInstanceOwner(visitor);
      const act = () => {
        const { invitation, token } = deps.teams.invite(deps.teams.personalMember(visitor.user), body);
        const link = `${deps.config.publicUrl ?? new URL(request.url).origin}/signup?invitation=${token}`;
        const newInvitation = { email: invitation.email, link };
        return respond(request, {
          page: () => settingsPage(shell("Settings"), settingsProps(deps, visitor, { newInvitation })),
          fragment: () => peoplePanel(shell("Settings"), instanceProps(deps, visitor, { newInvitation })),
          json: () => ({ invitation, link }),
        });
      };
      return submitted(request, body, act, (invitation) =>
        respond(request, {
          status: invitation.problem.status,
          page: () => settingsPage(shell("Settings"), settingsProps(deps, visitor, { invitation })),
          fragment: () => peoplePanel(shell("Settings"), instanceProps(deps, visitor, { invitation })),
          json: () => invitation.problem,
        }),
      );
    },
    {
      body: t.Object({
        email: t.String({ maxLength: 1000 }),
        role: t.Union(TEAM_ROLES.map((role) => t.Literal(role))),
      }),
    },
  );
}

function signUpModeRoutes(deps: TeamRoutesDeps) {
  return new Elysia().use(signedIn(deps.visits, { changes: "admin" })).post(
    "/settings/sign-up",
    ({ request, body: { mode }, visitor, shell }) => {
      requireInstanceOwner(visitor);
      deps.accounts.setSignUpMode(mode);
      return respond(request, {
        page: () => seeOther("/settings?done=signup"),
        fragment: () =>
          signUpPanel(shell("Settings"), { signUp: mode, forms: { invitation: EMPTY_FORM, signUp: EMPTY_FORM } }),
        json: () => ({ mode }),
      });
    },
    { body: t.Object({ mode: t.Union(SIGN_UP_MODES.map((mode) => t.Literal(mode))) }) },
  );
}
