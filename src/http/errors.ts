import { Elysia, ValidationError } from "elysia";
import type { Shell } from "../../views/layout.ts";
import { TooManyAttempts } from "../accounts/sign-in-limit.ts";
import { isDatabaseBusy } from "../lib/db.ts";
import { AppError, invalid } from "../lib/errors.ts";
import type { Html } from "../lib/html.ts";
import { newId, shortId } from "../lib/ids.ts";
import { isApi, isHtmx, wantsFragment, wantsJson } from "./request.ts";
import { forHtmx, htmlResponse, jsonResponse, seeOther } from "./respond.ts";
import { loginPath } from "./safe-path.ts";
import type { Arrival, Visits } from "./visits.ts";

/** What a person gets to see of an error. */
export type Problem = { status: number; summary: string; hint: string | null; incident: string | null };

export type ErrorDeps = {
  visits: Visits;
  page: (shell: Shell, problem: Problem) => Html;
  /** Said in a corner of the page that stays, when htmx asked for a part and nobody else shows the problem. */
  toast: (problem: Problem) => Html;
  /** Where the stack of an unforeseen error goes. */
  log?: (line: string) => void;
};

/** Answers everything that is thrown. Use it before the routes. */
export function errorAnswers(deps: ErrorDeps) {
  return new Elysia().onError({ as: "global" }, async ({ error, code, request, server }) => {
    const known = request.signal.aborted ? clientGone() : knownError(error, code);
    const incident = known ? null : report(error, request, deps.log ?? console.error);
    const problem = known ?? unforeseen();
    const response = await answer(deps, { request, server }, problem, incident);
    if (problem instanceof TooManyAttempts) response.headers.set("retry-after", String(problem.retryAfterSeconds));
    return response;
  });
}

async function answer(deps: ErrorDeps, arrival: Arrival, error: AppError, incident: string | null): Promise<Response> {
  const { request } = arrival;
  const { status, summary, hint = null } = error;
  if (wantsJson(request)) return jsonError(error, incident);
  if (error.code === "sign_in") return forHtmx(request, seeOther(loginPath(cameFrom(request))));
  const problem = { status, summary, hint, incident };
  if (wantsFragment(request)) return toast(request, deps.toast(problem), status);
  // The visitor may be what failed; the page must come all the same.
  const { shell } = await deps.visits.of(arrival);
  return htmlResponse(request, deps.page(shell(summary), problem), status);
}

function jsonError({ code, status, summary, hint, field }: AppError, incident: string | null): Response {
  const response = jsonResponse({ error: { code, summary, hint, field, ...(incident && { incident }) } }, status);
  if (status === 401) response.headers.set("www-authenticate", 'Bearer realm="AutoStack"');
  return response;
}

function toast(request: Request, markup: Html, status: number): Response {
  const response = htmlResponse(request, markup, status);
  response.headers.set("hx-retarget", "#toasts");
  response.headers.set("hx-reswap", "beforeend");
  return response;
}

/** The page that a person was on, to come back to after signing in. */
function cameFrom(request: Request): string {
  const current = isHtmx(request) ? request.headers.get("hx-current-url") : null;
  const url = new URL(current && URL.canParse(current) ? current : request.url);
  return current || request.method === "GET" ? url.pathname + url.search : "/";
}

function knownError(error: unknown, code: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationError) return invalidInput(error);
  if (isDatabaseBusy(error)) return databaseBusy();
  if (code === "NOT_FOUND") return noSuchPage();
  if (code === "PARSE") return unreadableBody();
  return null;
}

function invalidInput(error: ValidationError): AppError {
  const [first] = error.all;
  const field = first?.path?.split("/").filter(Boolean).join(".") || error.type;
  return invalid(field, `“${field}” is missing or not what it should be.`, first?.summary);
}

function report(error: unknown, request: Request, log: (line: string) => void): string {
  const incident = shortId(newId());
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(
    `incident ${incident}: ${request.method} ${new URL(request.url).pathname}${isApi(request) ? " (API)" : ""}\n${detail}`,
  );
  return incident;
}

/** Nobody reads it: what failed then is that nobody was there any more. */
function clientGone(): AppError {
  return new AppError({ code: "client_gone", status: 499, summary: "The client closed the connection." });
}

function unforeseen(): AppError {
  return new AppError({
    code: "unforeseen",
    status: 500,
    summary: "Something went wrong that should not have.",
    hint: "Try again. If it stays, the server's log says more.",
  });
}

function noSuchPage(): AppError {
  return new AppError({ code: "not_found", status: 404, summary: "There is nothing at this address." });
}

function databaseBusy(): AppError {
  return new AppError({
    code: "database_busy",
    status: 503,
    summary: "Another program keeps AutoStack's database locked, so nothing can be written now.",
    hint: "Nothing was changed. Try again in a moment.",
  });
}

function unreadableBody(): AppError {
  return new AppError({
    code: "unreadable_body",
    status: 400,
    summary: "The body of the request could not be read.",
    hint: "Send a form, or JSON with `Content-Type: application/json`.",
  });
}
