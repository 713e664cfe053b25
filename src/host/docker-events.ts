import type { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { splitLines } from "../lib/lines.ts";

/** What happened to a container. `key` is the same whenever the Engine tells of it again. */
export type DockerEvent = {
  key: string;
  at: number;
  container: string;
  kind: "start" | "die" | "oom";
  exitCode: number;
  labels: Record<string, string>;
};

/** The Engine tells what it remembers from `since` on, then what happens; with `until` it ends there. Times are in ms. */
export type EventOptions = {
  labels: Record<string, string>;
  since: number;
  until?: number;
  signal: AbortSignal;
};

type Message = {
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  timeNano: number;
};

/** Ends when the connection does. */
export async function* readEvents(engine: Dockerode, options: EventOptions): AsyncGenerator<DockerEvent> {
  const { signal } = options;
  const stream = await openEvents(engine, options);
  const stop = () => stream.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const line of splitLines(stream, 1_000_000)) {
      const event = line === "" ? null : parseEvent(line);
      if (event) yield event;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stream.destroy();
  }
}

function openEvents(engine: Dockerode, { labels, since, until, signal }: EventOptions): Promise<Readable> {
  const filters = {
    type: ["container"],
    event: ["start", "die", "oom"],
    label: Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  };
  const span = { since: inSeconds(since), ...(until !== undefined && { until: inSeconds(until) }) };
  // The types know whole numbers only.
  const options = { filters, ...span, abortSignal: signal } as unknown as Dockerode.GetEventsOptions;
  return engine.getEvents(options) as unknown as Promise<Readable>;
}

const inSeconds = (at: number) => (at / 1000).toFixed(3);

/** `null` for what only resembles an event, such as `die` with no container. */
export function parseEvent(line: string): DockerEvent | null {
  const { Action, Actor, timeNano } = JSON.parse(line) as Message;
  if (Action !== "start" && Action !== "die" && Action !== "oom") return null;
  // The nanoseconds are more digits than a number keeps; as text they still tell events apart.
  const key = `${/"timeNano":(\d+)/.exec(line)?.[1]} ${Action} ${Actor.ID}`;
  const { Attributes: labels, ID: container } = Actor;
  return {
    key,
    at: Math.floor(timeNano / 1e6),
    container,
    kind: Action,
    exitCode: Number(labels.exitCode ?? 0),
    labels,
  };
}
