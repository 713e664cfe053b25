import { AppError } from "../lib/errors.ts";
import { formatDuration, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { AttemptStore } from "./attempt-store.ts";

export const SIGN_IN_WINDOW_MS = 15 * MINUTE_MS;
const ATTEMPTS_PER_ACCOUNT = 10;
const ATTEMPTS_PER_ADDRESS = 30;

export class TooManyAttempts extends AppError {
  readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    super({
      code: "too_many_attempts",
      status: 429,
      summary: "There were too many attempts to sign in.",
      hint: `Try again in ${formatDuration(waitMs)}.`,
    });
    this.retryAfterSeconds = Math.ceil(waitMs / SECOND_MS);
  }
}

/** Counts attempts to sign in, by account and by address. An attempt counts from its start, so that many at once count too. */
export class SignInLimit {
  readonly #attempts: AttemptStore;
  readonly #now: () => number;

  constructor(attempts: AttemptStore, now: () => number) {
    this.#attempts = attempts;
    this.#now = now;
  }

  /** Throws when it is too early to try again; otherwise returns what to call when the attempt was a success. */
  begin(email: string, address: string): () => void {
    const at = this.#now();
    const account = { subject: `account:${email.trim().toLowerCase()}`, at };
    const network = { subject: `address:${networkOf(address)}`, at };
    this.#check(account.subject, ATTEMPTS_PER_ACCOUNT);
    this.#check(network.subject, ATTEMPTS_PER_ADDRESS);
    this.#attempts.add(account);
    this.#attempts.add(network);
    return () => {
      this.#attempts.forget(account.subject);
      // One's own sign-in must not wash an address clean that tries other people's accounts.
      this.#attempts.forgetOne(network);
    };
  }

  #check(subject: string, limit: number): void {
    const now = this.#now();
    const oldest = this.#attempts.nthLast(subject, now - SIGN_IN_WINDOW_MS, limit);
    if (oldest !== null) throw new TooManyAttempts(oldest + SIGN_IN_WINDOW_MS - now);
  }
}

/** One customer has a whole /64 of IPv6, so that is what counts as one address. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter(Boolean).length;
  const full = [...groups, ...Array<string>(Math.max(missing, 0)).fill("0"), ...(tail ?? "").split(":")];
  return `${full.slice(0, 4).join(":")}::/64`;
}
