export type User = { id: string; email: string; name: string; role: InstanceRole; createdAt: number };

/** `owner` may change the installation; everybody else is a `member` of it. */
export type InstanceRole = "owner" | "member";

export type Session = {
  id: string;
  user: string;
  userAgent: string;
  address: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
};

export const SCOPES = ["read", "deploy", "admin"] as const;
/** `read` sees, `deploy` also deploys and rolls back, `admin` does all that its user may. */
export type Scope = (typeof SCOPES)[number];

export type PersonalToken = {
  id: string;
  user: string;
  name: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
};

/** Who makes a request, and by what right. */
export type Visitor = {
  user: User;
  /** The session that the request came with; `null` for a token. */
  session: string | null;
  scopes: readonly Scope[];
};
