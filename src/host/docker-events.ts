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

/** `opening` gives the request up as long as the Engine has not begun to answer. */
export function openEvents(engine: Dockerode, options: EventOptions, opening: AbortSignal): Promise<Readable> {
  const { labels, since, until } = options;
  const filters = {
    type: ["container"],
    event: ["start", "die", "oom"],
    label: Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  };
  const span = { since: inSeconds(since), ...(until !== undefined && { until: inSeconds(until) }) };
  // The types know whole numbers only.
  const asked = { filters, ...span, abortSignal: opening } as unknown as Dockerode.GetEventsOptions;
  return engine.getEvents(asked) as unknown as Promise<Readable>;
}

/** Ends when the connection does. */
export async function* readEvents(stream: Readable): AsyncGenerator<DockerEvent> {
  for await (const line of splitLines(stream, 1_000_000)) {
    const event = line === "" ? null : parseEvent(line);
    if (event) yield event;
  }
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
