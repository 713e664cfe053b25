import type { Environment } from "../projects/project.ts";
import type { Instance, Runtime, RuntimeLogLine } from "../runtimes/runtime.ts";

/** One line of a service. `number` counts what a reader has been given, from 1. */
export type ServiceLine = RuntimeLogLine & { service: string; number: number };

/** How far a reader has come: for each service the time of its last line, and how many lines of that time it had. */
export type Cursor = { number: number; services: Record<string, { at: number; same: number }> };

export const NEW_CURSOR: Cursor = { number: 0, services: {} };

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
  const lines: Omit<ServiceLine, "number">[] = [];
  for (const { name, service } of instances) {
    for await (const line of runtime.logs(name, { follow: false, tail, signal })) lines.push({ ...line, service });
  }
  const reader = new Reader(NEW_CURSOR);
  const numbered = lines
    .sort((a, b) => a.at - b.at)
    .slice(-tail)
    .map((line) => reader.take(line));
  return { lines: numbered, cursor: reader.cursor };
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
  const sources = instances.map(({ name, service }) => {
    const seen = reader.seenBefore(service);
    return { service, seen, lines: runtime.logs(name, { follow: true, tail, signal })[Symbol.asyncIterator]() };
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
    if (source.seen(result.value)) continue;
    yield { line: reader.take({ ...result.value, service: source.service }), cursor: reader.cursor };
  }
}

/** Numbers lines and remembers how far each service was read. */
class Reader {
  #cursor: Cursor;

  constructor(from: Cursor) {
    this.#cursor = from;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  take(line: Omit<ServiceLine, "number">): ServiceLine {
    const { number, services } = this.#cursor;
    const last = services[line.service];
    const same = last?.at === line.at ? last.same + 1 : 1;
    this.#cursor = { number: number + 1, services: { ...services, [line.service]: { at: line.at, same } } };
    return { ...line, number: number + 1 };
  }

  /** Tells the lines that were given out before the stream was cut. Engines give times in ms, so several lines may share one. */
  seenBefore(service: string): (line: RuntimeLogLine) => boolean {
    const last = this.#cursor.services[service];
    let skipped = 0;
    return ({ at }) => {
      if (!last || at > last.at) return false;
      return at < last.at || ++skipped <= last.same;
    };
  }
}

/** As text for an event's id: `12|web@1700000000000:1`. */
export function cursorText({ number, services }: Cursor): string {
  return [number, ...Object.entries(services).map(([name, { at, same }]) => `${name}@${at}:${same}`)].join("|");
}

/** A text that is no cursor reads as the beginning. */
export function parseCursor(text: string | null | undefined): Cursor {
  const [number = "", ...parts] = (text ?? "").split("|");
  if (!/^\d{1,12}$/.test(number)) return NEW_CURSOR;
  const services = parts.flatMap((part) => {
    const match = /^([\w-]+)@(\d+):(\d+)$/.exec(part);
    return match ? [[match[1], { at: Number(match[2]), same: Number(match[3]) }] as const] : [];
  });
  return { number: Number(number), services: Object.fromEntries(services) };
}
