import { AppError, notFound } from "../lib/errors.ts";
import { hashSecret, newId, newSecret } from "../lib/ids.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";
import type { SessionStore } from "./session-store.ts";
import type { Session } from "./user.ts";

export const SESSION_MS = 30 * DAY_MS;
const USER_AGENT_MAX = 300;

/** Where a request comes from, as far as can be known. */
export type Client = { address: string; userAgent: string };

/** Sessions end 30 days after they were last used. Their tokens are stored hashed and known to the browser only. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #now: () => number;

  constructor(store: SessionStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Returns the token for the cookie. */
  start(user: string, { address, userAgent }: Client): string {
    const now = this.#now();
    const token = newSecret();
    this.#store.insert({
      id: newId(now),
      user,
      tokenHash: hashSecret(token),
      userAgent: userAgent.slice(0, USER_AGENT_MAX),
      address,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + SESSION_MS,
    });
    return token;
  }

  /** The session of a token, moved forward at most once a minute so that reading pages does not write each time. */
  find(token: string, address: string): Session | null {
    const now = this.#now();
    const session = this.#store.findByHash(hashSecret(token), now);
    if (!session || now - session.lastSeenAt < MINUTE_MS) return session;
    const seen = { address, lastSeenAt: now, expiresAt: now + SESSION_MS };
    this.#store.markSeen({ id: session.id, ...seen });
    return { ...session, ...seen };
  }

  list(user: string): Session[] {
    return this.#store.ofUser(user, this.#now());
  }

  end(user: string, id: string): void {
    if (!this.#store.end(user, id)) throw notFound("session");
  }

  endByToken(token: string): void {
    this.#store.endByHash(hashSecret(token));
  }

  endOthers(user: string, kept: string | null): void {
    this.#store.endOthers(user, kept);
  }

  sweep(): void {
    this.#store.removeExpired(this.#now());
  }
}

export function signInNeeded(): AppError {
  return new AppError({
    code: "sign_in",
    status: 401,
    summary: "You need to sign in for this.",
    hint: "Sign in and try again. A program sends a token: `Authorization: Bearer …`.",
  });
}
