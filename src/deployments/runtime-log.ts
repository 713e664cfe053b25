import type { Environment } from "../projects/project.ts";
import type { Instance, Runtime, RuntimeLogLine } from "../runtimes/runtime.ts";

/** One line of a service. `number` counts what a reader has been given, from 1. */
export type ServiceLine = RuntimeLogLine & { service: string; number: number };

/** How far a reader has come: for each instance the position of its last line. A later one of the service has its own log. */
export type Cursor = { number: number; places: Record<string, string> };

export const NEW_CURSOR: Cursor = { number: 0, places: {} };

/** Enough to bridge a reconnect of a browser even when a service writes fast. */
const TAIL_ON_RESUME = 5000;

/** The services that serve an environment now. */
export async function liveServices(runtime: Runtime, environment: Environment): Promise<Instance[]> {
  if (environment.deployment === null) return [];
  const instances = await runtime.list();
  return instances.filter(({ labels }) => labels.deployment === environment.deployment);
}

/** The last lines of all services in the order of their times, and where a stream goes on after them. */
export async function readServiceLines(runtime: Runtime, instances: Instance[], tail: number) {
  const signal = new AbortController().signal;
  const lines: { instance: Instance; line: RuntimeLogLine }[] = [];
  for (const instance of instances) {
    const read = runtime.logs(instance.name, { follow: false, tail, after: null, signal });
    for await (const line of read) lines.push({ instance, line });
  }
  lines.sort((a, b) => a.line.at - b.line.at);
  const reader = new Reader(NEW_CURSOR);
  // Older lines than are wanted count as seen: a stream that goes on must not bring them.
  for (const { instance, line } of lines.slice(0, -tail)) reader.pass(instance, line);
  return { lines: lines.slice(-tail).map(({ instance, line }) => reader.take(instance, line)), cursor: reader.cursor };
}

/** Lines as the services write them, after what the cursor has seen. Ends at `signal`. */
export async function* followServiceLines(
  runtime: Runtime,
  instances: Instance[],
  from: Cursor,
  signal: AbortSignal,
): AsyncGenerator<{ line: ServiceLine; cursor: Cursor }> {
  const reader = new Reader(from);
  const tail = from.number === 0 ? 0 : TAIL_ON_RESUME;
  const sources = instances.map((instance) => {
    const after = from.places[instance.name] ?? null;
    const lines = runtime.logs(instance.name, { follow: true, tail, after, signal });
    return { instance, lines: lines[Symbol.asyncIterator]() };
  });
  const next = (source: (typeof sources)[number]) => source.lines.next().then((result) => ({ source, result }));
  const waiting = new Map(sources.map((source) => [source, next(source)]));
  while (waiting.size > 0) {
    const { source, result } = await Promise.race(waiting.values());
    if (result.done) {
      waiting.delete(source);
      continue;
    }
    waiting.set(source, next(source));
    yield { line: reader.take(source.instance, result.value), cursor: reader.cursor };
  }
}

/** Numbers lines and remembers how far each log was read. */
class Reader {
  #cursor: Cursor;

  constructor(from: Cursor) {
    this.#cursor = from;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  take(instance: Instance, line: RuntimeLogLine): ServiceLine {
    this.pass(instance, line);
    const number = this.#cursor.number + 1;
    this.#cursor = { ...this.#cursor, number };
    return { ...line, service: instance.service, number };
  }

  pass({ name }: Instance, { position }: RuntimeLogLine): void {
    this.#cursor = { ...this.#cursor, places: { ...this.#cursor.places, [name]: position } };
  }
}

/** As text for an event's id: `12|blog-d2f3a4b-web@4711`. */
export function cursorText({ number, places }: Cursor): string {
  return [number, ...Object.entries(places).map(([name, position]) => `${name}@${position}`)].join("|");
}

/** A text that is no cursor reads as the beginning. */
export function parseCursor(text: string | null | undefined): Cursor {
  const [number = "", ...parts] = (text ?? "").split("|");
  if (!/^\d{1,12}$/.test(number)) return NEW_CURSOR;
  const places = parts.flatMap((part) => {
    const [, name, position] = /^([\w.-]{1,200})@([\w.:+-]{1,60})$/.exec(part) ?? [];
    return name !== undefined && position !== undefined ? [[name, position] as const] : [];
  });
  return { number: Number(number), places: Object.fromEntries(places) };
}
