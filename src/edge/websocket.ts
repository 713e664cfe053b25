import type { Count } from "./edge.ts";
import { edgePage, serviceDown } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { type Client, requestHeaders } from "./proxy-headers.ts";
import type { ServerTarget } from "./route.ts";

type Message = string | Buffer<ArrayBuffer>;

/** One visitor's web socket and the service's. `early` holds what the service said before the visitor's side was open. */
export type Bridge = {
  upstream: WebSocket;
  early: Message[];
  ended: { code: number; reason: string } | null;
  count: Count;
};

/** Neither side can be told to pause, so a side that does not read is cut off at this many waiting bytes. */
const WAITING_BYTES = 16 * 1024 * 1024;
const TRY_AGAIN_LATER = 1013;

/**
 * Connects to the service first, so that its refusal and its choice of a protocol can be passed on, and then takes the visitor's
 * upgrade. `Bun.serve` ignores the answer of a request that was upgraded.
 */
export async function bridgeWebSocket(
  request: Request,
  server: Bun.Server<Bridge>,
  target: ServerTarget,
  client: Client,
  count: Count,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const url = `ws://${target.address}:${target.port}${pathname}${search}`;
  const opened = await openUpstream(url, requestHeaders(request, client), request.signal, count);
  if (opened instanceof Refused) {
    if (opened.status === null || opened.status >= 500) count.errors++;
    return opened.status === null
      ? edgePage(request, serviceDown(hostnameOf(request)))
      : new Response(null, { status: opened.status });
  }
  const { protocol } = opened.upstream;
  const headers: Record<string, string> = protocol === "" ? {} : { "sec-websocket-protocol": protocol };
  if (server.upgrade(request, { data: opened, headers })) return new Response(null, { status: 101 });
  opened.upstream.terminate();
  return new Response("This is not a web socket handshake.\n", { status: 400 });
}

/** The service answered the upgrade with another status, or with none. */
class Refused {
  readonly status: number | null;

  constructor(status: number | null) {
    this.status = status;
  }
}

function openUpstream(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  count: Count,
): Promise<Bridge | Refused> {
  return new Promise((resolve) => {
    const upstream = new WebSocket(url, splitProtocols(headers));
    upstream.binaryType = "nodebuffer";
    const bridge: Bridge = { upstream, early: [], ended: null, count };
    const abort = () => upstream.terminate();
    signal.addEventListener("abort", abort);
    upstream.onmessage = ({ data }) => bridge.early.push(data);
    upstream.onopen = () => {
      signal.removeEventListener("abort", abort);
      resolve(bridge);
    };
    upstream.onerror = (event) => resolve(new Refused(refusedStatus(event)));
    upstream.onclose = ({ code, reason }) => {
      bridge.ended = { code, reason };
      resolve(new Refused(null));
    };
  });
}

/** Bun tells the status only in the words of the error. */
function refusedStatus(event: Event): number | null {
  const status = "message" in event ? /status code: ([45]\d\d)/.exec(String(event.message))?.[1] : undefined;
  return status === undefined ? null : Number(status);
}

/** The handlers that `Bun.serve` needs beside `EmbeddedEdge.handle`. */
export const bridgeHandlers: Bun.WebSocketHandler<Bridge> = {
  maxPayloadLength: WAITING_BYTES,
  backpressureLimit: WAITING_BYTES,
  closeOnBackpressureLimit: true,
  open(visitor) {
    const { upstream, early, ended, count } = visitor.data;
    count.open++;
    for (const message of early.splice(0)) visitor.send(message);
    if (ended) return closeVisitor(visitor, ended.code, ended.reason);
    upstream.onmessage = ({ data }) => {
      visitor.send(data);
    };
    upstream.onclose = ({ code, reason }) => closeVisitor(visitor, code, reason);
  },
  message(visitor, message) {
    const { upstream } = visitor.data;
    upstream.send(message);
    if (upstream.bufferedAmount > WAITING_BYTES) visitor.close(TRY_AGAIN_LATER, "The app reads too slowly.");
  },
  close(visitor, code, reason) {
    const { upstream, count } = visitor.data;
    count.open--;
    upstream.onclose = null;
    if (isSendable(code)) upstream.close(code, reason);
    else upstream.terminate();
  },
};

function closeVisitor(visitor: Bun.ServerWebSocket<Bridge>, code: number, reason: string): void {
  if (isSendable(code)) visitor.close(code, reason);
  else visitor.terminate();
}

/** 1005, 1006 and 1015 tell what happened here; they never travel. */
const isSendable = (code: number) => code >= 1000 && code < 5000 && code !== 1005 && code !== 1006 && code !== 1015;

/** The socket makes its own handshake headers; the protocols that the visitor offered go beside them. */
function splitProtocols(headers: Record<string, string>) {
  const offered = headers["sec-websocket-protocol"] ?? "";
  return {
    protocols: offered.split(",").flatMap((name) => name.trim() || []),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("sec-websocket-"))),
  };
}
