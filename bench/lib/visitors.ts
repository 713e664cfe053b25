// The process of the visitors: takes a `TrafficWish` as JSON, goes on until its standard input ends, and writes a `TrafficResult`.
import { percentile } from "./figures.ts";
import type { HeldLine, TrafficResult, TrafficWish } from "./traffic.ts";

const TIMEOUT_MS = 10_000;
const POST_EVERY = 10;
const BODY = "the body of a request ".repeat(100);
const SAY_EVERY_MS = 100;
const MOST_WORDS = 10;

const { edgePort, hostname, rate, simple = false }: TrafficWish = JSON.parse(process.argv[2] ?? "");
const headers = { host: `${hostname}:${edgePort}` };
const stopping = new AbortController();
const durationsMs: number[] = [];
const losses: string[] = [];
let posts = 0;
let latestMs = 0;

const [, events, socket] = await Promise.all([askOften(), holdEvents(), holdSocket(), untilInputEnds()]);
const result: TrafficResult = {
  ...{ requests: durationsMs.length, posts, lost: losses.length, losses: losses.slice(0, MOST_WORDS) },
  p50Ms: percentile(durationsMs, 0.5),
  p99Ms: percentile(durationsMs, 0.99),
  slowestMs: durationsMs.reduce((most, duration) => Math.max(most, duration), 0),
  ...{ latestMs, events, socket },
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));

async function untilInputEnds(): Promise<void> {
  await Bun.stdin.text();
  stopping.abort();
}

/** Whether or not the ones before were answered. */
async function askOften(): Promise<void> {
  const asked = new Set<Promise<unknown>>();
  const began = performance.now();
  for (let sent = 0; !stopping.signal.aborted; sent++) {
    const due = began + (sent * 1000) / rate;
    await Bun.sleep(Math.max(0, due - performance.now()));
    latestMs = Math.max(latestMs, performance.now() - due);
    const one: Promise<unknown> = ask(!simple && sent % POST_EVERY === 0).finally(() => asked.delete(one));
    asked.add(one);
  }
  await Promise.all(asked);
}

async function ask(isPost: boolean): Promise<void> {
  const sentAt = performance.now();
  const path = isPost ? "/echo" : "/";
  const init = isPost ? { method: "POST", body: BODY } : {};
  if (isPost) posts++;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`http://127.0.0.1:${edgePort}${path}`, { ...init, headers, signal });
    const text = await response.text();
    if (!response.ok) lose(`${response.status} ${text.slice(0, 80)}`);
    else if (isPost && text !== BODY) lose("another body came back");
  } catch (error) {
    lose(String(error));
  }
  durationsMs.push(performance.now() - sentAt);
}

function lose(words: string): void {
  losses.push(`${new Date().toISOString().slice(11, 23)} ${words}`);
}

/** Keeps a line open, again after each break, and hears how it goes. */
async function hold(open: (heard: () => void) => Promise<void>): Promise<HeldLine> {
  const line: HeldLine = { messages: 0, longestGapMs: 0, brokenAfterMs: [] };
  while (!simple && !stopping.signal.aborted) {
    const openedAt = performance.now();
    let last = openedAt;
    await open(() => {
      const now = performance.now();
      line.messages++;
      line.longestGapMs = Math.max(line.longestGapMs, now - last);
      last = now;
    }).catch(() => {});
    if (stopping.signal.aborted) break;
    line.brokenAfterMs.push(performance.now() - openedAt);
    await Bun.sleep(SAY_EVERY_MS);
  }
  return line;
}

function holdEvents(): Promise<HeldLine> {
  return hold(async (heard) => {
    const url = `http://127.0.0.1:${edgePort}/events`;
    const response = await fetch(url, { headers, signal: stopping.signal });
    if (!response.ok || !response.body) throw new Error(`${response.status}`);
    for await (const _chunk of response.body) heard();
  });
}

function holdSocket(): Promise<HeldLine> {
  return hold((heard) => {
    const ended = Promise.withResolvers<void>();
    const socket = new WebSocket(`ws://127.0.0.1:${edgePort}/socket`, { headers });
    const saying = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send("hello"), SAY_EVERY_MS);
    socket.onmessage = heard;
    socket.onclose = () => ended.resolve();
    stopping.signal.addEventListener("abort", () => socket.close());
    return ended.promise.finally(() => clearInterval(saying));
  });
}
