import { Elysia } from "elysia";
import { landingPage } from "../../views/pages/landing.ts";
import { visitors } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { AccountRoutesDeps } from "./routes.ts";

/** The door: what this is for strangers, the dashboard for those who are signed in. */
export function landingRoutes({ accounts, visits }: Pick<AccountRoutesDeps, "accounts" | "visits">) {
  return new Elysia()
    .use(visitors(visits))
    .get("/", ({ request, visitor, shell }) =>
      respond(request, {
        page: () =>
          visitor
            ? seeOther("/dashboard")
            : landingPage(shell("Deploy on your own server"), { signUpOpen: accounts.signUpMode() === "open" }),
        json: () => ({ name: "AutoStack" }),
      }),
    )
    .get("/health", ({ request }) => respond(request, { json: () => ({ name: "autostack", status: "ok" }) }));
}
