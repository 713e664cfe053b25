import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { MINUTE_MS } from "../lib/time.ts";
import { edgePage, serviceDown, serviceSlow } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { type Client, requestHeaders, responseHeaders } from "./proxy-headers.ts";
import type { Target } from "./route.ts";

export type ServerTarget = Extract<Target, { kind: "server" }>;

/** How long a service may think about a request without a body before it begins to answer. */
const FIRST_BYTE_MS = 5 * MINUTE_MS;
const NO_BODY = new Set([204, 304]);

/**
 * Passes requests on to services and streams both ways. It uses node:http because Bun's `fetch` runs at most 256 requests at a
 * time in the whole process: that many open event streams of apps would stop the control plane.
 */
export class ServiceProxy {
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  readonly #baseDomain: string | null;
  readonly #firstByteMs: number;

  constructor(baseDomain: string | null, firstByteMs = FIRST_BYTE_MS) {
    this.#baseDomain = baseDomain;
    this.#firstByteMs = firstByteMs;
  }

  async forward(request: Request, target: ServerTarget, client: Client): Promise<Response> {
    try {
      return this.#toResponse(request, await this.#sendAgainIfCut(request, target, client));
    } catch (error) {
      const hostname = hostnameOf(request);
      return edgePage(request, error instanceof TooSlow ? serviceSlow(hostname) : serviceDown(hostname));
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A kept connection may close just as a request goes out on it. A GET can be asked again without harm. */
  async #sendAgainIfCut(request: Request, target: ServerTarget, client: Client): Promise<IncomingMessage> {
    try {
      return await this.#send(request, target, client);
    } catch (error) {
      const wasCut = error instanceof Error && "code" in error && error.code === "ECONNRESET";
      const isRepeatable = request.body === null && (request.method === "GET" || request.method === "HEAD");
      if (!wasCut || !isRepeatable) throw error;
      return this.#send(request, target, client);
    }
  }

  #send(request: Request, target: ServerTarget, client: Client): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { pathname, search } = new URL(request.url);
    const call = httpRequest({
      host: target.address.replace(/^\[|\]$/g, ""),
      port: target.port,
      path: pathname + search,
      method: request.method,
      headers: requestHeaders(request, client),
      agent: this.#agent,
    });
    const body = request.body && Readable.fromWeb(request.body);
    const timer = body ? undefined : setTimeout(() => call.destroy(new TooSlow()), this.#firstByteMs);
    const abort = () => call.destroy(new Error("The visitor left."));
    request.signal.addEventListener("abort", abort);
    call.on("error", reject);
    call.once("response", (incoming) => {
      clearTimeout(timer);
      resolve(incoming);
    });
    call.once("close", () => {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
      body?.destroy();
    });
    if (body) body.on("error", (error) => call.destroy(error)).pipe(call);
    else call.end();
    return promise;
  }

  #toResponse(request: Request, incoming: IncomingMessage): Response {
    const status = incoming.statusCode ?? 502;
    const headers = responseHeaders(incoming.rawHeaders, this.#baseDomain);
    if (request.method !== "HEAD" && !NO_BODY.has(status)) {
      return new Response(Readable.toWeb(incoming), { status, headers });
    }
    incoming.resume();
    return new Response(null, { status, headers });
  }
}

class TooSlow extends Error {}
