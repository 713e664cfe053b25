import { invalid, notFound } from "../lib/errors.ts";
import { hashSecret, newId, newSecret } from "../lib/ids.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";
import type { TokenStore } from "./token-store.ts";
import type { PersonalToken, Scope } from "./user.ts";

/** What every personal token begins with, so that people and scanners know one when they see it. */
export const TOKEN_PREFIX = "as_";
const NAME_MAX = 80;
const LONGEST_DAYS = 3650;

/** `expiresInDays: null` never expires. */
export type TokenWish = { name: string; scopes: readonly Scope[]; expiresInDays: number | null };

export class PersonalTokens {
  readonly #store: TokenStore;
  readonly #now: () => number;

  constructor(store: TokenStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** The `secret` is returned this once; only its hash is kept. */
  create(user: string, wish: TokenWish): { token: PersonalToken; secret: string } {
    const now = this.#now();
    const secret = TOKEN_PREFIX + newSecret();
    const token = { id: newId(now), user, ...checkWish(wish, now), createdAt: now, lastUsedAt: null };
    this.#store.insert(token, hashSecret(secret));
    return { token, secret };
  }

  /** The token of a secret, unless it is expired or revoked. Notes the use at most once a minute. */
  find(secret: string): PersonalToken | null {
    const now = this.#now();
    const token = this.#store.findByHash(hashSecret(secret), now);
    if (token && now - (token.lastUsedAt ?? 0) >= MINUTE_MS) this.#store.markUsed(token.id, now);
    return token;
  }

  list(user: string): PersonalToken[] {
    return this.#store.ofUser(user);
  }

  revoke(user: string, id: string): void {
    if (!this.#store.remove(user, id)) throw notFound("token");
  }
}

function checkWish({ name, scopes, expiresInDays }: TokenWish, now: number) {
  const trimmed = name.trim();
  if (trimmed === "")
    throw invalid("name", "A token needs a name.", "Say what it is for, so that you dare to revoke it.");
  if (trimmed.length > NAME_MAX) throw invalid("name", `A name has at most ${NAME_MAX} characters.`);
  if (scopes.length === 0) throw invalid("scope", "A token needs at least one scope.", "Choose what it may do.");
  if (expiresInDays !== null && !(expiresInDays >= 1 && expiresInDays <= LONGEST_DAYS)) {
    throw invalid("days", `A token lasts between 1 and ${LONGEST_DAYS} days.`);
  }
  const expiresAt = expiresInDays === null ? null : now + Math.floor(expiresInDays) * DAY_MS;
  return { name: trimmed, scopes: [...new Set(scopes)], expiresAt };
}
