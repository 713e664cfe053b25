import { MINUTE_MS } from "../lib/time.ts";
import { edgePage, maintenance, passwordWanted } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import type { Gate } from "./route.ts";

type Remembered = { isRight: Promise<boolean>; until: number };

const REMEMBER_MS = MINUTE_MS;
const MOST_REMEMBERED = 1000;

/** Stands before routes where no other proxy does. */
export class Gatekeeper {
  readonly #now: () => number;
  /** bcrypt is slow on purpose, so what was checked is not checked again for a minute. */
  readonly #remembered = new Map<string, Remembered>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `null` lets the request pass at once; an answer, or none in the end, takes its time. */
  stop(gate: Gate, request: Request): Response | Promise<Response | null> | null {
    switch (gate.kind) {
      case "open":
        return null;
      case "maintenance":
        return edgePage(request, maintenance(hostnameOf(request), gate.message));
      case "password":
        return this.#askPassword(gate.users, request);
    }
  }

  async #askPassword(users: readonly string[], request: Request): Promise<Response | null> {
    const [user, password] = credentialsOf(request.headers.get("authorization"));
    const line = user === undefined ? undefined : users.find((candidate) => candidate.startsWith(`${user}:`));
    if (line !== undefined && (await this.#isRight(line, password ?? ""))) return null;
    const answer = edgePage(request, passwordWanted(hostnameOf(request)));
    answer.headers.set("www-authenticate", 'Basic realm="AutoStack", charset="UTF-8"');
    return answer;
  }

  /** Remembered by a hash of both: a changed password is another key. */
  #isRight(line: string, password: string): Promise<boolean> {
    const key = new Bun.CryptoHasher("sha256").update(`${line}\0${password}`).digest("base64");
    const known = this.#remembered.get(key);
    if (known && known.until > this.#now()) return known.isRight;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const isRight = Bun.password.verify(password, line.slice(line.indexOf(":") + 1)).catch(() => false);
    this.#remembered.set(key, { isRight, until: this.#now() + REMEMBER_MS });
    return isRight;
  }
}

function credentialsOf(header: string | null): [user?: string, password?: string] {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon === -1 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}
