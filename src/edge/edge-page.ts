import { html, unsafeHtml } from "../lib/html.ts";

export type EdgePage = { status: number; title: string; text: string; retryAfterSeconds?: number };

const STYLE = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#fafafa,#111)}
main{max-width:34rem;padding:2rem}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0;opacity:.75;overflow-wrap:anywhere}`;

export const noSuchSite = (hostname: string): EdgePage => ({
  status: 404,
  title: "There is no site here",
  text: `Nothing is deployed at ${hostname}. Check the address, or deploy a project with this name.`,
});

export const noSuchPage = (path: string): EdgePage => ({
  status: 404,
  title: "Page not found",
  text: `This site has nothing at ${path}.`,
});

export const serviceDown = (hostname: string): EdgePage => ({
  status: 502,
  title: "The app does not answer",
  text: `${hostname} is deployed, but its process took no connection or closed it. Its owner finds the reason in the project's log.`,
});

export const serviceSlow = (hostname: string): EdgePage => ({
  status: 504,
  title: "The app takes too long",
  text: `${hostname} took the request and did not begin to answer.`,
});

export const nothingServes = (hostname: string): EdgePage => ({
  status: 503,
  title: "The app did not wake in time",
  text: `${hostname} exists, but no release of it took the request. Try again in a moment.`,
  retryAfterSeconds: 5,
});

export const tooManyWait = (hostname: string): EdgePage => ({
  status: 503,
  title: "Too many are waiting",
  text: `${hostname} is starting, and no more requests can wait for it. Try again in a moment.`,
  retryAfterSeconds: 5,
});

export const passwordWanted = (hostname: string): EdgePage => ({
  status: 401,
  title: "A password is needed",
  text: `${hostname} is protected. Ask its owner for the user and the password.`,
});

export const maintenance = (hostname: string, message: string): EdgePage => ({
  status: 503,
  title: "Back soon",
  text: message || `${hostname} is being worked on. Try again in a while.`,
  retryAfterSeconds: 120,
});

/** A page for people, a line of text for programs. Never cached: the next request may find the site. */
export function edgePage(request: Request, { status, title, text, retryAfterSeconds }: EdgePage): Response {
  const headers = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  if (!request.headers.get("accept")?.includes("text/html")) {
    return new Response(`${title}. ${text}\n`, {
      status,
      headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
    });
  }
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${unsafeHtml(STYLE)}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
  return new Response(page.toString(), {
    status,
    headers: {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
