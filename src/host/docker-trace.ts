import statusProto from "dockerode/lib/proto/buildkit_status.proto" with { type: "text" };
import type { BuildEvent } from "./docker.ts";

type Timestamp = { seconds: number; nanos: number };
type Vertex = {
  digest: string;
  name: string;
  cached: boolean;
  started?: Timestamp;
  completed?: Timestamp;
  error: string;
};
type VertexLog = { vertex: string; stream: number; msg: Uint8Array };
type Status = { vertexes: Vertex[]; logs: VertexLog[] };

const STDERR = 2;

/**
 * BuildKit's messages. The schema is part of the program: a compiled binary has no `node_modules` to load it from.
 * protobufjs is loaded by the first build, so that it costs no memory before.
 */
export async function traceDecoder(): Promise<(base64: string) => Status> {
  const { default: protobuf } = await import("protobufjs");
  const type = protobuf.parse(statusProto).root.lookupType("moby.buildkit.v1.StatusResponse");
  const shape = { longs: Number, arrays: true, defaults: true };
  return (base64) => type.toObject(type.decode(Buffer.from(base64, "base64")), shape) as Status;
}

/** Follows the steps of one build and tells each beginning, line and end once. */
export class BuildTrace {
  readonly #decode: (base64: string) => Status;
  readonly #onEvent: (event: BuildEvent) => void;
  readonly #announced = new Set<string>();
  readonly #ended = new Set<string>();
  #failure: string | null = null;
  /** What a step has written since its last line break, by step and stream. */
  readonly #rests = new Map<string, string>();

  constructor(decode: (base64: string) => Status, onEvent: (event: BuildEvent) => void) {
    this.#decode = decode;
    this.#onEvent = onEvent;
  }

  /** What the last step that failed said. */
  get failure(): string | null {
    return this.#failure;
  }

  read(base64: string): void {
    const status = this.#decode(base64);
    for (const vertex of status.vertexes) this.#begin(vertex);
    for (const log of status.logs) this.#write(log);
    for (const vertex of status.vertexes) this.#end(vertex);
  }

  #begin({ digest, name, started }: Vertex): void {
    if (!started || isInternal(name) || this.#announced.has(digest)) return;
    this.#announced.add(digest);
    this.#onEvent({ kind: "step", name });
  }

  #write({ vertex, stream, msg }: VertexLog): void {
    const key = `${vertex}:${stream}`;
    const lines = ((this.#rests.get(key) ?? "") + Buffer.from(msg).toString("utf8")).split("\n");
    this.#rests.set(key, lines.pop() ?? "");
    for (const line of lines) this.#line(stream, line);
  }

  #end({ digest, name, started, completed, cached, error }: Vertex): void {
    if (!completed || this.#ended.has(digest)) return;
    this.#ended.add(digest);
    this.#flush(digest);
    if (error) this.#fail(name, error);
    else if (!isInternal(name)) {
      const durationMs = started ? toMs(completed) - toMs(started) : 0;
      this.#onEvent({ kind: "done", name, cached, durationMs });
    }
  }

  #fail(name: string, problem: string): void {
    this.#failure = problem;
    this.#onEvent({ kind: "failed", name, problem });
  }

  #flush(digest: string): void {
    for (const stream of [1, STDERR]) {
      const rest = this.#rests.get(`${digest}:${stream}`);
      if (rest) this.#line(stream, rest);
      this.#rests.delete(`${digest}:${stream}`);
    }
  }

  #line(stream: number, text: string): void {
    // Progress bars overwrite their line: what stands after the last return is what a person would see.
    const shown = text.replace(/\r+$/, "").split("\r").at(-1) ?? "";
    this.#onEvent({ kind: "line", stream: stream === STDERR ? "err" : "out", text: shown });
  }
}

/** Steps of BuildKit's own, such as reading the Dockerfile. */
const isInternal = (name: string) => name.startsWith("[internal]") || name.startsWith("copy /context");

const toMs = ({ seconds, nanos }: Timestamp) => seconds * 1000 + nanos / 1e6;
