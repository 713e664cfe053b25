import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { MINUTE_MS } from "../lib/time.ts";
import type { Count } from "./edge.ts";
import { edgePage, serviceDown, serviceSlow } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { type Client, requestHeaders, responseHeaders } from "./proxy-headers.ts";
import type { ServerTarget } from "./route.ts";

/** How long a service may think about a request without a body before it begins to answer. */
const FIRST_BYTE_MS = 5 * MINUTE_MS;
const NO_BODY = new Set([204, 304]);

type Call = { request: Request; target: ServerTarget; client: Client; count: Count };

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

  /** `count` is told when the request begins and ends and whether it failed; whoever calls counts the request itself. */
  async forward(request: Request, target: ServerTarget, client: Client, count: Count): Promise<Response> {
    try {
      const incoming = await this.#sendAgainIfCut({ request, target, client, count });
      if ((incoming.statusCode ?? 502) >= 500) count.errors++;
      return this.#toResponse(request, incoming);
    } catch (error) {
      if (!request.signal.aborted) count.errors++;
      const hostname = hostnameOf(request);
      return edgePage(request, error instanceof TooSlow ? serviceSlow(hostname) : serviceDown(hostname));
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A kept connection may close just as a request goes out on it. A GET can be asked again without harm. */
  async #sendAgainIfCut(call: Call): Promise<IncomingMessage> {
    const { request } = call;
    try {
      return await this.#send(call);
    } catch (error) {
      const wasCut = error instanceof Error && "code" in error && error.code === "ECONNRESET";
      const isRepeatable = request.body === null && (request.method === "GET" || request.method === "HEAD");
      if (!wasCut || !isRepeatable) throw error;
      return this.#send(call);
    }
  }

  #send({ request, target, client, count }: Call): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { pathname, search } = new URL(request.url);
    count.open++;
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
      count.open--;
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
