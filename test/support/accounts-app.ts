import { Elysia } from "elysia";
import { Accounts } from "../../src/accounts/accounts.ts";
import { accountRoutes } from "../../src/accounts/routes.ts";
import { api } from "../../src/http/api.ts";
import { errorAnswers } from "../../src/http/errors.ts";
import { signedIn } from "../../src/http/guard.ts";
import { respond } from "../../src/http/respond.ts";
import { sameOrigin } from "../../src/http/same-origin.ts";
import { Visits } from "../../src/http/visits.ts";
import { teamRoutes } from "../../src/teams/routes.ts";
import { Teams } from "../../src/teams/teams.ts";
import { callout } from "../../views/components.ts";
import { errorPage } from "../../views/pages/error.ts";
import { memoryDatabase, testBox } from "./database.ts";

export const ORIGIN = "http://localhost";
export const OWNER = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
export const MEMBER = { name: "Ben", email: "ben@example.com", password: "a quite different one" };

type Options = { publicUrl?: string | null };
export type Sent = {
  cookie?: string;
  bearer?: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
};

/** The accounts over HTTP, on a database in memory and a clock that tests move. */
export function accountsApp({ publicUrl = null }: Options = {}) {
  const db = memoryDatabase();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const now = () => clock.now;
  const teams = new Teams({ db, now });
  const accounts = new Accounts({ db, box: testBox, now, teams });
  const config = { publicUrl };
  const visits = new Visits({ accounts, config, now, version: "test" });
  const logged: string[] = [];
  const app = new Elysia();
  app
    .onRequest(api((request) => app.handle(request)))
    .onRequest(sameOrigin(config))
    .use(
      errorAnswers({
        visits,
        page: errorPage,
        toast: ({ summary, hint }) => callout("error", summary, hint),
        log: (line) => logged.push(line),
      }),
    )
    .use(accountRoutes({ accounts, teams, visits, config }))
    .use(teamRoutes({ accounts, teams, visits, config }))
    .use(guardedRoutes(visits));
  return { db, clock, accounts, teams, logged, send: sender((request) => app.handle(request)) };
}

/** Stands for what other rooms mount behind the guard. */
function guardedRoutes(visits: Visits) {
  return new Elysia()
    .use(signedIn(visits))
    .get("/thing", ({ request, visitor }) => respond(request, { json: () => visitor.user.email }))
    .post("/thing", ({ request, visitor }) => respond(request, { json: () => visitor.scopes }))
    .get("/broken", () => {
      throw new Error("the database password is hunter2");
    });
}

function sender(handle: (request: Request) => Response | Promise<Response>) {
  return async (
    method: string,
    path: string,
    { cookie, bearer, headers, json, form }: Sent = {},
  ): Promise<Response> => {
    const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
    const all = new Headers({ ...(method !== "GET" && cookie && { "sec-fetch-site": "same-origin" }), ...headers });
    if (cookie) all.set("cookie", cookie);
    if (bearer) all.set("authorization", `Bearer ${bearer}`);
    if (json !== undefined) all.set("content-type", "application/json");
    return handle(new Request(ORIGIN + path, { method, headers: all, ...(body !== undefined && { body }) }));
  };
}

export type TestApp = ReturnType<typeof accountsApp>;

/** Makes the owner as a person does: by the link from the console. Returns the session's cookie. */
export async function setUp(app: TestApp): Promise<string> {
  const token = app.accounts.setupToken() ?? "";
  return cookieOf(await app.send("POST", "/setup", { form: { ...OWNER, token } }));
}

export async function addMember(app: TestApp): Promise<string> {
  await app.accounts.addUser(MEMBER);
  return signIn(app, MEMBER);
}

export async function signIn(app: TestApp, { email, password }: { email: string; password: string }): Promise<string> {
  return cookieOf(await app.send("POST", "/login", { form: { email, password } }));
}

export function cookieOf(response: Response): string {
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** The parts of JSON answers that tests look at. */
export type AnswerBody = {
  error: { code: string; summary: string; hint?: string; field?: string };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  sessions: [{ id: string }, ...{ id: string }[]];
  tokens: [{ id: string }, ...{ id: string }[]];
  link: string;
};

export async function bodyOf(response: Response): Promise<AnswerBody> {
  return (await response.json()) as AnswerBody;
}
