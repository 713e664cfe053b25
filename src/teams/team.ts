export type Team = { id: string; slug: string; name: string; createdAt: number };
export const TEAM_ROLES = ["owner", "developer", "viewer"] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];
export type Membership = { team: Team; role: TeamRole };

/** A user within one team: what every change of a project is checked against. */
export type Member = { user: string; name: string; team: string; role: TeamRole };

/** `token` of an invitation is stored hashed; the link is shown once. */
export type Invitation = {
  id: string;
  team: string;
  email: string;
  role: TeamRole;
  createdAt: number;
  expiresAt: number;
};

export type Permission = "see" | "deploy" | "configure";

const ALLOWED: Record<TeamRole, readonly Permission[]> = {
  owner: ["see", "deploy", "configure"],
  developer: ["see", "deploy", "configure"],
  viewer: ["see"],
};

export function may(role: TeamRole, permission: Permission): boolean {
  return ALLOWED[role].includes(permission);
}
