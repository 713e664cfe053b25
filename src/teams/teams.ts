import type { Database } from "bun:sqlite";
import { checkEmail } from "../accounts/credentials.ts";
import type { User } from "../accounts/user.ts";
import { AppError, notFound } from "../lib/errors.ts";
import { hashSecret, newId, newSecret, shortId } from "../lib/ids.ts";
import { DAY_MS } from "../lib/time.ts";
import { InvitationStore } from "./invitation-store.ts";
import { type Invitation, type Member, type Membership, may, type Permission, type TeamRole } from "./team.ts";
import { type MemberRow, TeamStore } from "./team-store.ts";

const INVITATION_MS = 7 * DAY_MS;

export class Teams {
  readonly #teams: TeamStore;
  readonly #invitations: InvitationStore;
  readonly #now: () => number;

  constructor({ db, now }: { db: Database; now: () => number }) {
    this.#teams = new TeamStore(db);
    this.#invitations = new InvitationStore(db);
    this.#now = now;
  }

  /** The team that everybody has from the start. */
  makePersonalTeam(user: User): Membership {
    const createdAt = this.#now();
    const team = { id: newId(createdAt), slug: teamSlug(user.name), name: `${user.name}’s team`, createdAt };
    if (!this.#teams.insert(team)) {
      team.slug = `${team.slug}-${shortId(team.id)}`;
      this.#teams.insert(team);
    }
    this.#teams.addMember({ team: team.id, user: user.id, role: "owner", createdAt });
    return { team, role: "owner" };
  }

  /** The personal team stands first. */
  of(user: User): Membership[] {
    return this.#teams.membershipsOf(user.id);
  }

  /** `null` for somebody who does not belong to the team. */
  roleOf(user: User, team: string): TeamRole | null {
    return this.#teams.roleOf(user.id, team);
  }

  /** The user within a team. A team of other people is `notFound`, so that its id tells nothing. */
  memberOf(user: User, team: string): Member {
    const role = this.roleOf(user, team);
    if (role === null) throw notFound("team");
    return { user: user.id, name: user.name, team, role };
  }

  /** The user within their first team: where new projects go unless another team is named. */
  personalMember(user: User): Member {
    const [first] = this.of(user);
    if (!first) throw notFound("team");
    return { user: user.id, name: user.name, team: first.team.id, role: first.role };
  }

  members(member: Member): MemberRow[] {
    return this.#teams.membersOf(member.team);
  }

  /** The `token` for the link is returned this once; only its hash is kept. */
  invite(member: Member, wish: { email: string; role: TeamRole }): { invitation: Invitation; token: string } {
    requireOwner(member);
    const createdAt = this.#now();
    const token = newSecret();
    const invitation = {
      id: newId(createdAt),
      team: member.team,
      email: checkEmail(wish.email),
      role: wish.role,
      createdAt,
      expiresAt: createdAt + INVITATION_MS,
    };
    this.#invitations.insert(invitation, hashSecret(token));
    return { invitation, token };
  }

  openInvitations(member: Member): Invitation[] {
    return this.#invitations.open(member.team, this.#now());
  }

  withdraw(member: Member, invitation: string): void {
    requireOwner(member);
    if (!this.#invitations.removeOf(member.team, invitation)) throw notFound("invitation");
  }

  /** The invitation of a link, with the name of its team. */
  invitation(token: string): Invitation & { teamName: string } {
    const invitation = this.#invitations.findByHash(hashSecret(token), this.#now());
    const team = invitation && this.#teams.find(invitation.team);
    if (!team) throw invitationGone();
    return { ...invitation, teamName: team.name };
  }

  /** Works once: whoever has the link and is first. */
  accept(user: User, token: string): Membership {
    const { id, team: teamId, role } = this.invitation(token);
    const team = this.#teams.find(teamId);
    if (!team || !this.#invitations.remove(id)) throw invitationGone();
    this.#teams.addMember({ team: teamId, user: user.id, role, createdAt: this.#now() });
    return { team, role };
  }

  sweep(): void {
    this.#invitations.removeExpired(this.#now());
  }
}

/** Throws unless the member's role allows it. */
export function requirePermission(member: Pick<Member, "role">, permission: Permission): void {
  if (may(member.role, permission)) return;
  throw new AppError({
    code: "not_permitted",
    status: 403,
    summary: `A ${member.role} of this team may not ${permission}.`,
    hint: "Ask an owner of the team for another role.",
  });
}

function requireOwner(member: Member): void {
  if (member.role === "owner") return;
  throw new AppError({
    code: "not_permitted",
    status: 403,
    summary: "Only an owner of the team may invite people.",
    hint: "Ask an owner of the team.",
  });
}

function teamSlug(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return words.replace(/^-+|-+$/g, "").slice(0, 40) || "team";
}

function invitationGone(): AppError {
  return new AppError({
    code: "invitation_gone",
    status: 410,
    summary: "This invitation was used, was withdrawn or has expired.",
    hint: "Ask the person who sent it for a new one.",
  });
}
