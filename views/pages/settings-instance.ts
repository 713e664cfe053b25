import type { SignUpMode } from "../../src/accounts/sign-up-mode.ts";
import type { User } from "../../src/accounts/user.ts";
import { type Html, html } from "../../src/lib/html.ts";
import type { Invitation, TeamRole } from "../../src/teams/team.ts";
import { callout, copyButton, panel } from "../components.ts";
import { type FormState, field, formProblem, postForm, select, submit } from "../form.ts";
import { icon } from "../icon.ts";
import type { Part } from "../layout.ts";
import { timeAgo } from "../time.ts";

export type InstanceProps = {
  users: readonly User[];
  invitations: readonly Invitation[];
  /** Just made, and shown this once. */
  newInvitation: { email: string; link: string } | null;
  signUp: SignUpMode;
  forms: { invitation: FormState; signUp: FormState };
};

const ROLES: { value: TeamRole; label: string }[] = [
  { value: "developer", label: "Developer: deploys and configures" },
  { value: "viewer", label: "Viewer: sees" },
  { value: "owner", label: "Owner: all of it" },
];

export function instancePanels(part: Part, props: InstanceProps): Html {
  return html`${peoplePanel(part, props)}${signUpPanel(part, props)}`;
}

/** Fragment `#people`: the answer to POST /settings/invitations (email, role). */
export function peoplePanel(part: Part, { users, invitations, newInvitation, forms }: InstanceProps): Html {
  const form = forms.invitation;
  return panel(
    "people",
    "People",
    "Who has an account on this server.",
    newInvitation &&
      callout(
        "success",
        `Send this link to ${newInvitation.email}`,
        html`<p>It is not shown again.</p><p class="secret-once"><code>${newInvitation.link}</code>${copyButton(newInvitation.link, "Copy the link")}</p>`,
      ),
    html`<ul class="rows">${users.map((user) => userRow(part, user))}${invitations.map((invitation) => invitationRow(part, invitation))}</ul>`,
    postForm(
      part,
      { action: "/settings/invitations", target: "people" },
      formProblem(form, "email", "role"),
      html`<div class="columns">
        ${field({ name: "email", label: "E-mail", type: "email", form, prefix: "invitation", required: true, autocomplete: "off" })}
        ${select({ name: "role", label: "Role", form, value: "developer", options: ROLES })}
      </div>`,
      submit("Create an invitation", { icon: "plus" }),
    ),
  );
}

function userRow(part: Part, user: User): Html {
  return html`<li class="row">
    <span class="row-main"><strong>${icon("users")}${user.name}</strong><span class="quiet">${user.email}</span></span>
    <span class="row-who quiet">${user.role === "owner" && html`<span class="tag">owner</span>`}<span>since ${timeAgo(user.createdAt, part.now)}</span></span>
  </li>`;
}

function invitationRow(part: Part, invitation: Invitation): Html {
  return html`<li class="row">
    <span class="row-main"><strong>${icon("clock")}${invitation.email}</strong><span class="quiet">invited as ${invitation.role}</span></span>
    <span class="row-who quiet"><span>expires ${timeAgo(invitation.expiresAt, part.now)}</span></span>
  </li>`;
}

const MODES: { value: SignUpMode; label: string }[] = [
  { value: "closed", label: "Closed: nobody can sign up" },
  { value: "invitation", label: "By invitation" },
  { value: "open", label: "Open: anybody who reaches this server" },
];

/** Fragment `#sign-up`: the answer to POST /settings/sign-up (mode). */
export function signUpPanel(part: Part, { signUp, forms }: Pick<InstanceProps, "signUp" | "forms">): Html {
  return panel(
    "sign-up",
    "Sign-up",
    "Who may make an account.",
    postForm(
      part,
      { action: "/settings/sign-up", target: "sign-up", done: "Saved." },
      formProblem(forms.signUp, "mode"),
      select({ name: "mode", label: "New accounts", form: forms.signUp, value: signUp, options: MODES }),
      submit("Save"),
    ),
  );
}
