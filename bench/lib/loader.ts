// The process that makes load: takes a `Load` as JSON in its argument and writes a `LoadResult`.
import type { Load, LoadResult } from "./load.ts";

const wish: Load = JSON.parse(process.argv[2] ?? "");
const { cookie, host } = wish;
const headers = { ...(cookie && { cookie }), ...(host && { host }) };
const durationsMs: number[] = [];
let failed = 0;

const began = performance.now();
await ("rate" in wish ? openLoop(wish.rate) : closedLoop(wish.connections));
const result: LoadResult = { durationsMs, tookMs: performance.now() - began, failed };
process.stdout.write(JSON.stringify(result));

async function openLoop(rate: number): Promise<void> {
  const asked: Promise<void>[] = [];
  const requests = (wish.durationMs / 1000) * rate;
  for (let sent = 0; sent < requests; sent++) {
    const due = began + (sent * 1000) / rate;
    await Bun.sleep(Math.max(0, due - performance.now()));
    asked.push(ask());
  }
  await Promise.all(asked);
}

async function closedLoop(connections: number): Promise<void> {
  const until = began + wish.durationMs;
  const one = async () => {
    while (performance.now() < until) await ask();
  };
  await Promise.all(Array.from({ length: connections }, one));
}

async function ask(): Promise<void> {
  const sentAt = performance.now();
  const response = await fetch(wish.url, { headers, redirect: "manual" });
  await response.arrayBuffer();
  durationsMs.push(performance.now() - sentAt);
  if (response.status !== 200) failed++;
}
