import { Elysia } from "elysia";
import { signInNeeded } from "../accounts/sessions.ts";
import type { Scope, Visitor } from "../accounts/user.ts";
import { AppError } from "../lib/errors.ts";
import { changesState } from "./request.ts";
import type { Visits } from "./visits.ts";

/** Gives routes `{ visitor, address, shell }`; `visitor` is `null` for those who are not signed in. */
export function visitors(visits: Visits) {
  return new Elysia().derive({ as: "scoped" }, (context) => visits.of(context));
}

/** The same for routes of those who are signed in: `visitor` is never `null`. `changes` names the scope that a change needs. */
export function signedIn(visits: Visits, { changes = "deploy" }: { changes?: Scope } = {}) {
  return new Elysia().derive({ as: "scoped" }, async (context) => {
    const { visitor, address, shell } = await visits.of(context);
    if (!visitor) throw signInNeeded();
    requireScope(visitor, changesState(context.request) ? changes : "read");
    return { visitor, address, shell };
  });
}

/** Each scope includes those before it. */
const INCLUDED: Record<Scope, readonly Scope[]> = {
  read: ["read"],
  deploy: ["read", "deploy"],
  admin: ["read", "deploy", "admin"],
};

export function requireScope(visitor: Visitor, needed: Scope): void {
  if (visitor.scopes.some((scope) => INCLUDED[scope].includes(needed))) return;
  throw new AppError({
    code: "scope_missing",
    status: 403,
    summary: `This token may not do that: it lacks the scope \`${needed}\`.`,
    hint: "Make a token with that scope in the settings.",
  });
}

/** For what changes the whole installation. */
export function requireInstanceOwner({ user }: Visitor): void {
  if (user.role === "owner") return;
  throw new AppError({
    code: "owner_only",
    status: 403,
    summary: "Only the owner of this AutoStack may do that.",
    hint: "Ask the owner.",
  });
}
