import { afterEach, expect, test } from "bun:test";
import { eventually } from "#test/support/eventually.ts";
import { eventStream, frame } from "./events.ts";

const servers: { stop(force: boolean): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(true);
});

function serve(handle: (request: Request) => Response): string {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", idleTimeout: 60, fetch: handle });
  servers.push(server);
  return `http://127.0.0.1:${server.port}/`;
}

test("each line of the data is a data line, so none can end the event or begin another", () => {
  expect(frame({ id: 7, event: "log", data: "a\nb\r\n\r\nevent: fake" })).toBe(
    "event: log\nid: 7\ndata: a\ndata: b\ndata: \ndata: event: fake\n\n",
  );
  expect(frame({ data: "" })).toBe("data: \n\n");
  expect(frame({ id: "1\n\ndata: x", data: "y" })).toBe("id: 1  data: x\ndata: y\n\n");
});

test("a browser that comes back goes on after what it has seen", async () => {
  const url = serve((request) =>
    eventStream(request, async function* (_signal, lastEventId) {
      for (let id = Number(lastEventId ?? 0) + 1; id <= 3; id++) yield { id, data: `line ${id}` };
    }),
  );
  const response = await fetch(url, { headers: { "last-event-id": "1" } });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(await response.text()).toBe(": connected\n\nid: 2\ndata: line 2\n\nid: 3\ndata: line 3\n\n");
});

test("an event is there when it happens and not later", async () => {
  const gate = Promise.withResolvers<void>();
  const url = serve((request) =>
    eventStream(request, async function* () {
      yield { data: "first" };
      await gate.promise;
      yield { data: "second" };
    }),
  );
  const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("first")) text += (await reader?.read())?.value ?? "";
  gate.resolve();
  while (!text.includes("second")) text += (await reader?.read())?.value ?? "";
  expect(text).toEndWith("data: second\n\n");
});

test("a quiet stream beats, so that nothing between thinks it dead", async () => {
  const gate = Promise.withResolvers<void>();
  const quiet = async function* () {
    await gate.promise;
    yield { data: "at last" };
  };
  const url = serve((request) => eventStream(request, quiet, 5));
  const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (text.split(": still here").length < 3) text += (await reader?.read())?.value ?? "";
  gate.resolve();
  expect(text).toContain(": still here\n\n");
});

test("when the browser goes, the source is told and its cleaning up runs", async () => {
  const seen = { aborted: false, cleaned: false };
  const url = serve((request) =>
    eventStream(request, async function* (signal) {
      try {
        yield { data: "hello" };
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        seen.aborted = true;
      } finally {
        seen.cleaned = true;
      }
    }),
  );
  const leave = new AbortController();
  const response = await fetch(url, { signal: leave.signal });
  await response.body?.getReader().read();
  leave.abort();
  await eventually("the clean-up", () => seen.aborted && seen.cleaned);
});
