import { Readable } from "node:stream";
import type Dockerode from "dockerode";
import type { DockerLogLine, DockerLogOptions } from "./docker.ts";

type Frame = { stream: (typeof STREAMS)[number]; text: string };

/** As the Engine numbers them. In the last one it speaks itself. */
const STREAMS = ["in", "out", "err", "engine"] as const;

/** What the Engine has of a container's output. `abortSignal` gives the request up as long as it has not begun to answer. */
export async function openLogs(
  engine: Dockerode,
  name: string,
  { follow, tail, ...options }: DockerLogOptions,
  abortSignal: AbortSignal,
): Promise<Readable> {
  // It may come from a browser, which can send anything.
  const after = options.after !== null && isTime(timeOf(options.after)) ? options.after : null;
  // The Engine takes a number or "all"; the types know only the number.
  const lines = (after === null && Number.isFinite(tail) ? tail : "all") as number;
  const since = after === null ? {} : { since: inSeconds(timeOf(after)) as unknown as number };
  const asked = { stdout: true, stderr: true, timestamps: true, tail: lines, ...since, abortSignal };
  const container = engine.getContainer(name);
  if (follow) return (await container.logs({ ...asked, follow: true })) as unknown as Readable;
  return Readable.from([await container.logs({ ...asked, follow: false })]);
}

/** Docker puts all streams into one: 8 bytes of header (kind, 0, 0, 0, length), then the text. */
async function* frames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    while (rest.length >= 8) {
      const end = 8 + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: STREAMS[rest[0] ?? 0] ?? "out", text: rest.toString("utf8", 8, end) };
      rest = rest.subarray(end);
    }
  }
}

/** Lines with the clock that Docker put before each. A very long line comes in several frames, each with a clock. */
export async function* logLines(
  chunks: AsyncIterable<Uint8Array>,
  after: string | null = null,
): AsyncGenerator<DockerLogLine> {
  const begun = new Map<string, Omit<DockerLogLine, "position"> & { time: string }>();
  const place = new Places(after);
  for await (const { stream, text } of frames(chunks)) {
    // That it lost its place while it turned the log over, say: no line of the container's, and without a clock. It says nothing more
    // then, and whoever follows asks for the rest.
    if (stream !== "out" && stream !== "err") continue;
    const time = text.slice(0, text.indexOf(" "));
    const line = begun.get(stream) ?? { at: Date.parse(time), stream, text: "", time };
    line.text += text.slice(text.indexOf(" ") + 1);
    begun.set(stream, line);
    if (!line.text.endsWith("\n")) continue;
    begun.delete(stream);
    yield* place.given(line);
  }
  for (const line of begun.values()) yield* place.given(line);
}

/** Gives each line its place: its time, and which one of that time it is. Leaves out those up to where a reader was. */
class Places {
  readonly #after: string | null;
  #time = "";
  #same = 0;

  constructor(after: string | null) {
    this.#after = after;
  }

  *given({ time, ...line }: Omit<DockerLogLine, "position"> & { time: string }): Generator<DockerLogLine> {
    this.#same = time === this.#time ? this.#same + 1 : 0;
    this.#time = time;
    if (this.#after !== null && time === timeOf(this.#after) && this.#same <= sameOf(this.#after)) return;
    yield {
      ...line,
      text: line.text.replace(/\r?\n$/, ""),
      position: this.#same === 0 ? time : `${time}+${this.#same}`,
    };
  }
}

const isTime = (text: string) => !Number.isNaN(Date.parse(text));
const timeOf = (position: string) => position.split("+")[0] ?? "";
const sameOf = (position: string) => Number(position.split("+")[1] ?? 0);

/** `2026-01-02T03:04:05.123456789Z` as the Engine takes it, with every digit: `1767323045.123456789`. */
export function inSeconds(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? "0";
  return `${Math.floor(Date.parse(time) / 1000)}.${fraction.padEnd(9, "0")}`;
}
