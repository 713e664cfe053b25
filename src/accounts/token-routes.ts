import { Elysia, t } from "elysia";
import { visitors } from "../http/guard.ts";
import { jsonResponse } from "../http/respond.ts";
import { invalid } from "../lib/errors.ts";
import type { AccountRoutesDeps } from "./routes.ts";

const Secret = t.Optional(t.String({ maxLength: 1000 }));

/** `POST /api/v1/auth/token`: how a program signs in as a person, and stays signed in. */
export function tokenRoutes({ accounts, visits }: Pick<AccountRoutesDeps, "accounts" | "visits">) {
  return new Elysia().use(visitors(visits)).post(
    "/auth/token",
    async ({ body: { refreshToken, email, password }, address }) => {
      if (refreshToken !== undefined) return jsonResponse(await accounts.accessTokens.refresh(refreshToken));
      if (email === undefined)
        throw invalid("email", "An e-mail address and a password are needed, or a refresh token.");
      if (password === undefined) throw invalid("password", "The password is missing.");
      return jsonResponse(await accounts.grantAccess(email, password, address));
    },
    { body: t.Object({ refreshToken: Secret, email: Secret, password: Secret }) },
  );
}
