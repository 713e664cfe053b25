import { SECOND_MS } from "../lib/time.ts";

export type ServerEvent = {
  /** Comes back as `Last-Event-ID` when the browser reconnects. */
  id?: string | number;
  event?: string;
  data: string | { toString(): string };
};

/** `signal` aborts when the browser has gone; `lastEventId` is what it had seen before it reconnected. */
export type EventSourceOf = (signal: AbortSignal, lastEventId: string | null) => AsyncIterable<ServerEvent>;

const HEARTBEAT_MS = 15 * SECOND_MS;
const encoder = new TextEncoder();

/** Server-sent events. The source is asked for the next event only when the browser has taken the one before. */
export function eventStream(request: Request, source: EventSourceOf, heartbeatMs = HEARTBEAT_MS): Response {
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  const events = source(signal, request.headers.get("last-event-id"))[Symbol.asyncIterator]();
  let heartbeat: Timer;
  const stop = async () => {
    clearInterval(heartbeat);
    gone.abort();
    await events.return?.();
  };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // Tells the browser at once that it is connected, and proxies later that the connection lives.
      controller.enqueue(encoder.encode(": connected\n\n"));
      heartbeat = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(": still here\n\n"));
      }, heartbeatMs);
    },
    async pull(controller) {
      try {
        const next = await events.next();
        if (!next.done) return controller.enqueue(encoder.encode(frame(next.value)));
        if (!signal.aborted) controller.close();
      } catch (error) {
        // The browser reconnects by itself and says what it has seen.
        controller.error(error);
      }
      clearInterval(heartbeat);
    },
    cancel: stop,
  });
  request.signal.addEventListener("abort", () => void stop(), { once: true });
  return new Response(stream, { headers: HEADERS });
}

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/** One event as it goes over the wire. Each line of the data has a prefix of its own, so that none ends the event early. */
export function frame({ id, event, data }: ServerEvent): string {
  const head = `${event === undefined ? "" : `event: ${oneLine(event)}\n`}${id === undefined ? "" : `id: ${oneLine(String(id))}\n`}`;
  const lines = data.toString().split(/\r\n|\r|\n/);
  return `${head}${lines.map((line) => `data: ${line}\n`).join("")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]/g, " ");
}
