import type { FormState } from "../../views/form.ts";
import type { SettingsProps } from "../../views/pages/settings.ts";
import type { InstanceProps } from "../../views/pages/settings-instance.ts";
import type { Teams } from "../teams/teams.ts";
import type { Accounts } from "./accounts.ts";
import type { Visitor } from "./user.ts";

/** What the settings show besides what is stored: a form that came back, a secret that is shown once. */
export type Shown = Partial<SettingsProps["forms"] & InstanceProps["forms"]> &
  Partial<Pick<SettingsProps, "newToken"> & Pick<InstanceProps, "newInvitation">>;

type Deps = { accounts: Accounts; teams: Teams };

const EMPTY: FormState = { values: {}, problem: null };

export function settingsProps(deps: Deps, visitor: Visitor, shown: Shown = {}): SettingsProps {
  const { profile = EMPTY, password = EMPTY, token = EMPTY, newToken = null } = shown;
  return {
    user: visitor.user,
    sessions: deps.accounts.sessions.list(visitor.user.id),
    currentSession: visitor.session,
    tokens: deps.accounts.personalTokens.list(visitor.user.id),
    newToken,
    forms: { profile, password, token },
    instance: visitor.user.role === "owner" ? instanceProps(deps, visitor, shown) : null,
  };
}

/** What only the owner of the installation sees. */
export function instanceProps({ accounts, teams }: Deps, { user }: Visitor, shown: Shown = {}): InstanceProps {
  const { invitation = EMPTY, signUp = EMPTY, newInvitation = null } = shown;
  return {
    users: accounts.users(),
    invitations: teams.openInvitations(teams.personalMember(user)),
    newInvitation,
    signUp: accounts.signUpMode(),
    forms: { invitation, signUp },
  };
}
