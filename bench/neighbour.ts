// What a build that takes all it can get costs others on the machine: `bun bench/neighbour.ts [--short]`.
import { AutoStackProcess } from "../test/support/autostack-process.ts";
import { docker } from "../test/support/docker.ts";
import { eventually } from "../test/support/eventually.ts";
import { OWNER } from "../test/support/running-autostack.ts";
import { zipOf } from "../test/support/sample-apps.ts";
import { talkingApp } from "../test/support/talking-app.ts";
import { type BenchOptions, type Figure, percentile, spread } from "./lib/figures.ts";
import { type LoadResult, load } from "./lib/load.ts";

const NEIGHBOUR = "neighbour";
const NOISY = "noisy";
const IMAGE = "debian:12-slim";
const RATE = 50;
/** For each of them. */
const PAGE_RATE = 5;
const PAGES = ["/dashboard", `/projects/${NEIGHBOUR}`];
const SHARES = [0.5, 0.95, 0.99];
/** Code that is run often gets faster, as it is in a server that has run for a while. */
const WARM_UP_MS = 5000;

/** Twice as many hash loops as there are processors, copies through memory on each, a disk that must flush, and a walk over all files. */
const BURN = `#!/bin/sh
for one in $(seq $(nproc)); do
  sha256sum /dev/zero &
  sha256sum /dev/zero &
  dd if=/dev/zero of=/dev/null bs=64M 2>/dev/null &
done
(while :; do dd if=/dev/zero of=/junk bs=1M count=256 conv=fsync 2>/dev/null; done) &
(while :; do find / -xdev -type f -exec cat {} + >/dev/null 2>&1; done) &
echo burning
sleep 600
`;

/** How long answers took, of the app that stands beside it and of AutoStack's own pages. */
type Answers = { app: number[]; pages: number[] };

export async function* benchNeighbour({ short }: BenchOptions): AsyncGenerator<Figure> {
  await using autostack = await AutoStackProcess.start();
  const { deployment } = await autostack.api.launchUpload(NEIGHBOUR, zipOf(talkingApp));
  await autostack.api.live(NEIGHBOUR, deployment);
  const cookie = await sessionOf(autostack);
  const ask = (durationMs: number) => askAll(autostack, cookie, durationMs);
  const durationMs = short ? 5000 : 30_000;
  await ask(WARM_UP_MS);
  const before = await ask(durationMs);
  const during = await whileBuilding(autostack, () => ask(durationMs));
  const after = await ask(durationMs);
  const naive = await whileUnlimited(autostack, () => ask(durationMs));
  const rounds = Object.entries({ before, "during a build": during, after, "beside the same without limits": naive });
  for (const [name, { app, pages }] of rounds) {
    yield { what: `neighbour ${name}: app at ${RATE}/s`, value: spread(app, SHARES) };
    const target = name === "during a build" ? { target: "p95 ≤ 30 ms" } : {};
    yield {
      what: `neighbour ${name}: pages at ${PAGE_RATE * PAGES.length}/s`,
      value: spread(pages, SHARES),
      ...target,
    };
  }
  yield { what: "neighbour, app's p95: during a build / before", value: ratio(during, before), target: "≤ 2" };
  yield { what: "neighbour, app's p95: without limits / before", value: ratio(naive, before) };
}

const ratio = (one: Answers, other: Answers) => (percentile(one.app, 0.95) / percentile(other.app, 0.95)).toFixed(2);

async function askAll({ url, edgePort }: AutoStackProcess, cookie: string, durationMs: number): Promise<Answers> {
  const host = `${NEIGHBOUR}.localhost:${edgePort}`;
  const [app, ...pages] = await Promise.all([
    load({ url: `http://127.0.0.1:${edgePort}/`, host, rate: RATE, durationMs }),
    ...PAGES.map((path) => load({ url: `${url}${path}`, cookie, rate: PAGE_RATE, durationMs })),
  ] satisfies Promise<LoadResult>[]);
  return { app: app?.durationsMs ?? [], pages: pages.flatMap(({ durationsMs }) => durationsMs) };
}

async function whileBuilding<Value>({ api }: AutoStackProcess, work: () => Promise<Value>): Promise<Value> {
  const files = {
    // Its own each time: what is in the cache does not run.
    Dockerfile: `FROM ${IMAGE}\nCOPY burn.sh /\nRUN sh /burn.sh # ${crypto.randomUUID()}\n`,
    "burn.sh": BURN,
  };
  const { deployment } = await api.launchUpload(NOISY, zipOf(files));
  await api.says(NOISY, deployment, "burning");
  const value = await work();
  await api.act(NOISY, deployment, "cancel");
  await api.ended(NOISY, deployment);
  return value;
}

/** As a build runs where nobody limits it: in a group that counts as much as any other. */
async function whileUnlimited<Value>({ installation }: AutoStackProcess, work: () => Promise<Value>): Promise<Value> {
  const container = await docker.createContainer({
    Image: IMAGE,
    Cmd: ["sh", "-c", BURN],
    name: `${installation}-burn`,
    HostConfig: { NetworkMode: "none" },
  });
  try {
    await container.start();
    await eventually("the burning", async () => String(await container.logs({ stdout: true })).includes("burning"));
    return await work();
  } finally {
    await container.remove({ force: true });
  }
}

async function sessionOf({ url }: AutoStackProcess): Promise<string> {
  const { email, password } = OWNER;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ email, password });
  const response = await fetch(`${url}/login`, { method: "POST", headers, body, redirect: "manual" });
  const [cookie] = (response.headers.get("set-cookie") ?? "").split(";");
  if (!cookie) throw new Error(`Nobody was signed in: ${response.status}`);
  return cookie;
}

if (import.meta.main) {
  for await (const { what, value, target } of benchNeighbour({ short: process.argv.includes("--short") })) {
    console.log(`${what.padEnd(64)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
