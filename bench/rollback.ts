// From the click to the new answer: `bun bench/rollback.ts [--short] [name …]`, with the binary in dist/.
import { shortId } from "../src/lib/ids.ts";
import { type ApiUser, type Launched, signIn } from "../test/support/api-user.ts";
import { AutoStack, DataFolder, LARGE, missingFor, SMALL, type Stack } from "./lib/autostack.ts";
import { type BenchOptions, type Figure, milliseconds, percentile, spread } from "./lib/figures.ts";
import { load } from "./lib/load.ts";
import { measureSwitch, type Switch } from "./lib/switches.ts";
import { Traffic } from "./lib/traffic.ts";
import { deployTwo, EXPRESS, type Sample, SITE } from "./lib/two-releases.ts";

const SLUG = "rollback";
/** Requests a second of visitors. */
const RATE = 20;
const PAGES_RATE = 10;

type Bench = { autostack: AutoStack; api: ApiUser; cookie: string };
type Case = {
  name: string;
  stack: Stack;
  measure: (bench: Bench, times: number, name: string) => AsyncGenerator<Figure>;
};

const CASES: Case[] = [
  { name: "roll back, docker + traefik", stack: LARGE, measure: (...args) => rollBacks(EXPRESS, ...args) },
  { name: "roll back, site + traefik", stack: LARGE, measure: (...args) => rollBacks(SITE, ...args) },
  { name: "roll back, process + embedded", stack: SMALL, measure: (...args) => rollBacks(EXPRESS, ...args) },
  { name: "deploy, docker + traefik", stack: LARGE, measure: deploys },
  { name: "deploy, process + embedded", stack: SMALL, measure: deploys },
];

/** Each change begins as soon as the one before is live: what that one left behind still ends beside it. */
export async function* benchRollback({ short }: BenchOptions, wanted = ""): AsyncGenerator<Figure> {
  for (const { name, stack, measure } of CASES.filter(({ name }) => name.includes(wanted))) {
    const missing = await missingFor(stack);
    if (missing === null) yield* alone(stack, (bench) => measure(bench, short ? 3 : 30, name));
    else yield { what: name, value: `left out: ${missing}` };
  }
}

async function* alone(stack: Stack, measure: (bench: Bench) => AsyncGenerator<Figure>): AsyncGenerator<Figure> {
  await using data = await DataFolder.make();
  await using autostack = await AutoStack.start(data, stack);
  const owner = await autostack.makeOwner();
  const api = await signIn(autostack.url, owner);
  try {
    yield* measure({ autostack, api, cookie: await autostack.sessionOf(owner) });
  } finally {
    await api.remove(SLUG);
  }
}

/** Back and forth between two releases while visitors ask, and somebody looks at the project's page. */
async function* rollBacks(sample: Sample, bench: Bench, times: number, name: string): AsyncGenerator<Figure> {
  const { api, autostack, cookie } = bench;
  const { edgePort } = autostack;
  const both = await deployTwo(api, SLUG, sample);
  const traffic = new Traffic({ edgePort, hostname: `${SLUG}.localhost`, rate: RATE, simple: true });
  const stopLooking = new AbortController();
  const looks = lookAtPages(`${autostack.url}/projects/${SLUG}`, cookie, stopLooking.signal);
  const switches: Switch[] = [];
  try {
    for (let time = 0; time < times; time++) {
      const [goal] = time % 2 === 0 ? both : [both[1]];
      const version = `version ${(time % 2) + 1}`;
      const click = () => api.act(SLUG, goal, "rollback");
      switches.push(await measureSwitch({ api, slug: SLUG, edgePort, click, isNew: (page) => page.includes(version) }));
    }
  } finally {
    stopLooking.abort();
  }
  const { lost, requests, p50Ms, p99Ms, slowestMs } = await traffic.stop();
  const what = `${name} (${sample.what}, ${RATE} requests/s)`;
  yield { what: `${what}: click to new answer`, value: withMost(switches, "answeredMs"), target: "p95 ≤ 1.5 s" };
  yield* parts(what, switches, ["acceptedMs", "waitedMs", "startMs", "probeMs", "routeMs", "liveMs"]);
  const took = `p50 ${milliseconds(p50Ms)}, p99 ${milliseconds(p99Ms)}, slowest ${milliseconds(slowestMs)}`;
  yield { what: `${what}: lost`, value: `${lost} of ${requests} requests, ${took}`, target: "0 lost" };
  yield { what: `${what}: project's page meanwhile`, value: spread(await looks), target: "p95 ≤ 30 ms" };
}

/** Everything is cached, and nobody else is there. */
async function* deploys({ api, autostack }: Bench, times: number, name: string): AsyncGenerator<Figure> {
  const { edgePort } = autostack;
  const first: Launched = await api.launch({ slug: SLUG, source: "example", example: "node" });
  await api.live(SLUG, first.deployment);
  const switches: Switch[] = [];
  for (let time = 0; time < times; time++) {
    const isNew = (page: string, { id }: { id: string }) => page.includes(shortId(id));
    switches.push(await measureSwitch({ api, slug: SLUG, edgePort, click: () => api.deploy(SLUG), isNew }));
  }
  const beyond = switches.map(({ answeredMs, buildMs }) => answeredMs - buildMs);
  const recorded = switches.map(({ liveMs, buildMs }) => liveMs - buildMs);
  const target = "p95 ≤ 2.5 s";
  yield { what: `${name}: beyond the build, to new answer`, value: spreadWithMost(beyond), target };
  yield { what: `${name}: beyond the build, to recorded as live`, value: spreadWithMost(recorded), target };
  yield* parts(name, switches, ["acceptedMs", "waitedMs", "preparedMs", "buildMs", "startMs", "probeMs", "routeMs"]);
}

/** Asks in pieces, until told to stop. */
async function lookAtPages(url: string, cookie: string, signal: AbortSignal): Promise<number[]> {
  const durationsMs: number[] = [];
  while (!signal.aborted) {
    const piece = await load({ url, cookie, rate: PAGES_RATE, durationMs: 10_000 });
    durationsMs.push(...piece.durationsMs);
  }
  return durationsMs;
}

const PART_WORDS: Record<keyof Switch, string> = {
  acceptedMs: "the click's own answer",
  waitedMs: "click to first stage",
  preparedMs: "source, scan and plan",
  buildMs: "build",
  startMs: "start",
  probeMs: "probe",
  routeMs: "route, to new answer",
  answeredMs: "click to new answer",
  liveMs: "click to recorded as live",
};

function* parts(what: string, switches: readonly Switch[], names: readonly (keyof Switch)[]): Generator<Figure> {
  for (const part of names) yield { what: `${what}: … ${PART_WORDS[part]}`, value: withMost(switches, part) };
}

const withMost = (switches: readonly Switch[], part: keyof Switch): string =>
  spreadWithMost(switches.map((one) => one[part]));

function spreadWithMost(durationsMs: readonly number[]): string {
  return `${spread(durationsMs)}, most ${milliseconds(percentile(durationsMs, 1))}`;
}

if (import.meta.main) {
  const [, , ...args] = process.argv;
  const wanted = args.filter((arg) => !arg.startsWith("--")).join(" ");
  for await (const { what, value, target } of benchRollback({ short: args.includes("--short") }, wanted)) {
    console.log(`${what.padEnd(78)} ${value}${target ? `   target: ${target}` : ""}`);
  }
  process.exit(0);
}
