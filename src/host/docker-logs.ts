import type { DockerLogLine } from "./docker.ts";

type Frame = { stream: "out" | "err"; text: string };

/** Docker puts both streams into one: 8 bytes of header (kind, 0, 0, 0, length), then the text. */
async function* frames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    while (rest.length >= 8) {
      const end = 8 + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: rest[0] === 2 ? "err" : "out", text: rest.toString("utf8", 8, end) };
      rest = rest.subarray(end);
    }
  }
}

/** Lines with the clock that Docker put before each. A very long line comes in several frames, each with a clock. */
export async function* logLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<DockerLogLine> {
  const begun = new Map<string, DockerLogLine>();
  for await (const { stream, text } of frames(chunks)) {
    const space = text.indexOf(" ");
    const line = begun.get(stream) ?? { at: Date.parse(text.slice(0, space)), stream, text: "" };
    line.text += text.slice(space + 1);
    begun.set(stream, line);
    if (!line.text.endsWith("\n")) continue;
    begun.delete(stream);
    yield { ...line, text: line.text.replace(/\r?\n$/, "") };
  }
  yield* begun.values();
}
