import type { Shell } from "../../views/layout.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { User, Visitor } from "../accounts/user.ts";
import type { Config } from "../config.ts";
import { clientAddress } from "./address.ts";
import { nonceOf } from "./headers.ts";
import { bearerOf } from "./request.ts";
import { readSessionCookie } from "./session-cookie.ts";

export type VisitDeps = {
  accounts: Accounts;
  config: Pick<Config, "publicUrl">;
  now: () => number;
  version: string;
  /** What keeps AutoStack from its work now, for every page. */
  problem?: () => string | null;
  /** For the command palette of every page. */
  projectsOf?: (user: User) => NonNullable<Shell["projects"]>;
};

/** What is known about a request before its route runs. */
export type Visit = {
  visitor: Visitor | null;
  address: string;
  /** Begins every page: `loginPage(shell("Sign in"), …)`. */
  shell: (title: string, notice?: string) => Shell;
};

/** What routes of those who are signed in get of a request. */
export type Asked = Visit & { request: Request; visitor: Visitor };

/** The context of Elysia, as far as it is needed here. */
export type Arrival = { request: Request; server: Parameters<typeof clientAddress>[1] };

/** Finds out once who makes a request; the guard, the routes and the error pages share the answer. */
export class Visits {
  readonly #deps: VisitDeps;
  readonly #known = new WeakMap<Request, Promise<Visit>>();

  constructor(deps: VisitDeps) {
    this.#deps = deps;
  }

  of(arrival: Arrival): Promise<Visit> {
    const known = this.#known.get(arrival.request);
    if (known) return known;
    const visit = this.#meet(arrival);
    this.#known.set(arrival.request, visit);
    return visit;
  }

  async #meet({ request, server }: Arrival): Promise<Visit> {
    const address = clientAddress(request, server, this.#deps.config.publicUrl);
    const visitor = await this.#identify(request, address);
    const shell = (title: string, notice?: string) => this.#shell(request, visitor, title, notice);
    return { visitor, address, shell };
  }

  async #identify(request: Request, address: string): Promise<Visitor | null> {
    const { accounts, config } = this.#deps;
    const bearer = bearerOf(request);
    if (bearer !== null) return accounts.visitorByBearer(bearer);
    const token = readSessionCookie(request, config.publicUrl);
    return token ? accounts.visitorBySession(token, address) : null;
  }

  #shell(request: Request, visitor: Visitor | null, title: string, notice: string | undefined): Shell {
    const { now, version, projectsOf } = this.#deps;
    const problem = visitor && this.#deps.problem?.();
    const user = visitor?.user ?? null;
    return {
      title,
      user,
      path: new URL(request.url).pathname,
      nonce: nonceOf(request),
      now: now(),
      version,
      ...(notice !== undefined && { notice }),
      ...(problem && { problem }),
      ...(user && projectsOf && { projects: projectsOf(user) }),
    };
  }
}
