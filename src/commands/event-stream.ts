import { AppError } from "../lib/errors.ts";
import { splitLines } from "../lib/lines.ts";
import { SECOND_MS } from "../lib/time.ts";
import { unreachable } from "./exit.ts";

/** One server-sent event. `id`: the last that was seen, on this event or before it. */
export type ServerEvent = { id: string | null; name: string; data: string };

/** Reads events as the HTML standard says; one that was cut off before its empty line is dropped. */
export async function* parseEvents(
  chunks: AsyncIterable<Uint8Array>,
  lastId: string | null = null,
): AsyncGenerator<ServerEvent> {
  let event = blank(lastId);
  for await (const line of splitLines(chunks, Number.POSITIVE_INFINITY)) {
    if (line !== "") {
      readField(event, line);
      continue;
    }
    const { id, name, data } = event;
    // Comments, which keep the connection warm, leave it as it was.
    if (name !== "message" || data.length > 0) yield { id, name, data: data.join("\n") };
    event = blank(id);
  }
}

type Unfinished = { id: string | null; name: string; data: string[] };

const blank = (id: string | null): Unfinished => ({ id, name: "message", data: [] });

function readField(event: Unfinished, line: string): void {
  const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (field === "id") event.id = value;
  else if (field === "event") event.name = value;
  else if (field === "data") event.data.push(value);
}

export type Resume = {
  /** Connects to the events after the one with this id. */
  open: (lastId: string | null) => Promise<AsyncIterable<Uint8Array>>;
  signal: AbortSignal;
  /** Told once each time the connection is lost. */
  onLost?: () => void;
  /** How many in a row may fail. */
  mostAttempts?: number;
  /** How long to wait before the n-th attempt in a row. */
  pauseMs?: (attempt: number) => number;
};

const defaultPauseMs = (attempt: number) => Math.min(attempt * SECOND_MS, 5 * SECOND_MS) / 2;

/**
 * Events until one named `end`. A connection that breaks, as when the server restarts, is taken up after the last event that came;
 * one that never stood is an error at once.
 */
export async function* resumedEvents(resume: Resume): AsyncGenerator<ServerEvent> {
  const { signal, onLost, mostAttempts = 20, pauseMs = defaultPauseMs } = resume;
  const place: Place = { lastId: null, attempt: 0, hasStood: false };
  while (!(yield* oneConnection(place, resume))) {
    place.attempt++;
    if (place.attempt === 1) onLost?.();
    if (place.attempt > mostAttempts) throw gaveUp();
    await pause(pauseMs(place.attempt), signal);
  }
}

type Place = { lastId: string | null; attempt: number; hasStood: boolean };

/** Returns whether the last event has come. */
async function* oneConnection(place: Place, { open, signal }: Resume): AsyncGenerator<ServerEvent, boolean> {
  try {
    const chunks = await open(place.lastId);
    place.hasStood = true;
    for await (const event of parseEvents(chunks, place.lastId)) {
      place.attempt = 0;
      place.lastId = event.id;
      yield event;
      if (event.name === "end") return true;
    }
  } catch (error) {
    if (!place.hasStood || isFinal(error, signal)) throw error;
  }
  return false;
}

/** An answer that says no will say it again; a server that is away or still starting may come back. */
function isFinal(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof AppError && error.status < 500);
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, durationMs);
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
}

function gaveUp(): AppError {
  return unreachable("The connection to the server was lost and did not come back.", "What runs there goes on.");
}
