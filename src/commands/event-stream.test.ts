import { describe, expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { parseEvents, resumedEvents } from "./event-stream.ts";

async function* chunked(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe("the format", () => {
  const parse = (...texts: string[]) => Array.fromAsync(parseEvents(chunked(...texts)));

  test("an event ends at an empty line, wherever the bytes were cut", async () => {
    const whole = 'id: 7\r\nevent: line\r\ndata: {"text":"grün"}\r\n\r\n';
    const bytes = new TextEncoder().encode(whole);
    const singly = async function* () {
      for (const byte of bytes) yield new Uint8Array([byte]);
    };
    const event = { id: "7", name: "line", data: '{"text":"grün"}' };
    expect(await Array.fromAsync(parseEvents(singly()))).toEqual([event]);
    expect(await parse(whole)).toEqual([event]);
  });

  test("comments are passed over, data may have several lines, an id holds until the next", async () => {
    expect(await parse(": ping\n\nid:1\ndata:a\ndata: b\n\n", "data\nevent: x\n\n")).toEqual([
      { id: "1", name: "message", data: "a\nb" },
      { id: "1", name: "x", data: "" },
    ]);
  });

  test("an event that was cut off is dropped", async () => {
    expect(await parse("data: whole\n\nid: 2\ndata: ha")).toEqual([{ id: null, name: "message", data: "whole" }]);
  });
});

describe("a connection that is lost", () => {
  const { signal } = new AbortController();
  const pauseMs = () => 0;
  const line = (id: number) => `id: ${id}\nevent: line\ndata: ${id}\n\n`;

  /** Plays one answer after the other and keeps which event each was asked to go on from. */
  function connections(...answers: (() => AsyncIterable<Uint8Array>)[]) {
    const asked: (string | null)[] = [];
    const open = async (lastId: string | null) => {
      asked.push(lastId);
      const answer = answers[asked.length - 1];
      if (!answer) throw new AppError({ code: "server_unreachable", status: 503, summary: "away" });
      return answer();
    };
    return { asked, open };
  }

  async function* broken(...texts: string[]) {
    yield* chunked(...texts);
    throw new Error("ECONNRESET");
  }

  const away = () => {
    throw new AppError({ code: "server_unreachable", status: 503, summary: "away" });
  };

  test("is taken up after the last whole event, without a gap or a repeat", async () => {
    let losses = 0;
    const { asked, open } = connections(
      () => broken(line(1), line(2), "id: 3\ndata: ha"),
      away,
      () => chunked(line(3)),
      () => chunked(line(4), "event: end\ndata: {}\n\n"),
    );
    const events = await Array.fromAsync(resumedEvents({ open, signal, pauseMs, onLost: () => losses++ }));
    expect(events.map(({ data }) => data)).toEqual(["1", "2", "3", "4", "{}"]);
    expect(asked).toEqual([null, "2", "2", "3"]);
    expect(losses).toBe(2);
  });

  test("is an error at once when it never stood", async () => {
    const { asked, open } = connections();
    await expect(Array.fromAsync(resumedEvents({ open, signal, pauseMs }))).rejects.toThrow("away");
    expect(asked).toHaveLength(1);
  });

  test("is given up when it does not come back", async () => {
    const { open } = connections(() => chunked(line(1)));
    const events = Array.fromAsync(resumedEvents({ open, signal, pauseMs }));
    await expect(events).rejects.toMatchObject({ code: "server_unreachable" });
  });

  test("is not asked for again after a no", async () => {
    const refused = () => {
      throw new AppError({ code: "not_found", status: 404, summary: "deleted" });
    };
    const { asked, open } = connections(() => chunked(line(1)), refused);
    await expect(Array.fromAsync(resumedEvents({ open, signal, pauseMs }))).rejects.toThrow("deleted");
    expect(asked).toEqual([null, "1"]);
  });

  test("is not waited for after Ctrl-C", async () => {
    const stopping = new AbortController();
    const { open } = connections(() => chunked(line(1)));
    const events = resumedEvents({ open, signal: stopping.signal, pauseMs: () => 60_000 });
    await events.next();
    const next = events.next();
    stopping.abort();
    await expect(next).rejects.toThrow("abort");
  });
});
