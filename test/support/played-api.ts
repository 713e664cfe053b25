import type { Deployment, DeploymentState } from "../../src/deployments/deployment.ts";
import type { Project } from "../../src/projects/project.ts";
import { tarNames } from "./tar-names.ts";

export type Received = { method: string; path: string; body: unknown; headers: Headers };
type Answer = (request: Request, received: Received) => Response | Promise<Response>;

export const TOKEN = "ast_test";

/** AutoStack's API as the CLI sees it, on a port of its own: it keeps what came and answers as it is told to. */
export function playApi(answers: Record<string, Answer>) {
  const received: Received[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const entry = { method, path: pathname.replace("/api/v1", "") + search, headers, body: await bodyOf(request) };
      received.push(entry);
      if (headers.get("authorization") !== `Bearer ${TOKEN}`)
        return refuse(401, "no_session", "You are not signed in.");
      const answer = answers[`${method} ${pathname.replace("/api/v1", "")}`];
      return answer ? answer(request, entry) : refuse(404, "not_found", "There is no such thing.");
    },
  });
  return {
    env: { AUTOSTACK_SERVER: server.url.origin, AUTOSTACK_TOKEN: TOKEN },
    received,
    /** What came, as `POST /projects`. */
    calls: () => received.map(({ method, path }) => `${method} ${path}`),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** JSON as it is, an upload as the names in it. */
async function bodyOf(request: Request): Promise<unknown> {
  if (request.method === "GET" || !request.body) return null;
  if (request.headers.get("content-type") === "application/json") return request.json();
  return tarNames(new Uint8Array(await request.arrayBuffer()));
}

export function refuse(status: number, code: string, summary: string, hint?: string): Response {
  return Response.json({ error: { code, summary, hint } }, { status });
}

export function madeUpProject(slug: string, source: Project["source"] = { kind: "upload" }): Project {
  return { id: `id-${slug}`, team: "t", slug, name: slug, source, edits: {}, port: null, createdAt: 0 };
}

export function madeUpDeployment(number: number, state: DeploymentState, rest: Partial<Deployment> = {}): Deployment {
  return {
    ...{ id: `d${number}`, project: "p", environment: "production", number, trigger: "deploy", state },
    ...{
      input: { kind: "source", source: { kind: "example", name: "node" } },
      revision: null,
      startedBy: "Ada",
      measured: null,
      canary: null,
      split: null,
    },
    ...{ createdAt: 1000, startedAt: 1000, finishedAt: 3500 },
    ...rest,
  };
}

/** A stream of events. `cut` breaks the connection off after them, as a server that goes away does. */
export function eventStream(events: readonly string[]): Response {
  return new Response(events.join(""), { headers: { "content-type": "text/event-stream" } });
}

export function lineEvent(id: number, text: string, stage = "build"): string {
  return `id: ${id}\nevent: line\ndata: ${JSON.stringify({ id, at: id, stage, stream: "out", text })}\n\n`;
}

export const END_EVENT = "event: end\ndata: {}\n\n";
