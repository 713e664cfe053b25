// The process that makes as much load as it can with little work of its own: it writes requests to sockets and counts bytes, where
// `fetch` would be slower than what is measured. Takes a `RawLoad` as JSON in its argument and writes a `LoadResult`.
import type { LoadResult, RawLoad } from "./load.ts";

const wish: RawLoad = JSON.parse(process.argv[2] ?? "");
const { hostname, port, pathname } = new URL(wish.url);
const headers = Object.entries(wish.headers).map(([name, value]) => `${name}: ${value}\r\n`);
const request = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n${headers.join("")}\r\n`;
const durationsMs: number[] = [];
let failed = 0;

const began = performance.now();
const until = began + wish.durationMs;
await Promise.all(Array.from({ length: wish.connections }, askOnAndOn));
const result: LoadResult = { durationsMs, tookMs: performance.now() - began, failed };
process.stdout.write(JSON.stringify(result));

function askOnAndOn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun: Buffer | null = null;
  let missingBytes = 0;
  let sentAt = 0;
  const ask = (socket: Bun.Socket) => {
    sentAt = performance.now();
    missingBytes = 0;
    socket.write(request);
  };
  void Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      open: ask,
      data(socket, chunk) {
        // Nothing comes after an answer's end before the server is asked again.
        if (missingBytes === 0) {
          begun = begun ? Buffer.concat([begun, chunk]) : chunk;
          const length = lengthOf(begun);
          if (length === null) return;
          missingBytes = length - begun.length;
          begun = null;
        } else {
          missingBytes -= chunk.length;
        }
        if (missingBytes > 0) return;
        durationsMs.push(performance.now() - sentAt);
        if (performance.now() < until) ask(socket);
        else socket.end();
      },
      close: () => resolve(),
    },
  });
  return promise;
}

/** All bytes of the answer that begins so; `null` while its head is not whole. */
function lengthOf(chunk: Buffer): number | null {
  const end = chunk.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const head = end + 4;
  const text = chunk.toString("latin1", 0, head);
  if (!text.startsWith("HTTP/1.1 200")) failed++;
  return head + Number(/content-length: (\d+)/i.exec(text)?.[1]);
}
