import { expect, test } from "bun:test";
import { parseEvents } from "#src/commands/event-stream.ts";
import type { Deployment, LogLine } from "#src/deployments/deployment.ts";
import type { ApiUser } from "../support/api-user.ts";
import { testName } from "../support/names.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { zipOf } from "../support/sample-apps.ts";

const LINES = 2000;
const SECRET = "a-secret-that-nobody-may-read";
const CUT_AFTER = 130;
const MINUTES_MS = 120_000;

/** A program whose build prints many lines in bursts, each with the time of its making. */
const talker = zipOf({
  "package.json": JSON.stringify({
    name: "talker",
    private: true,
    scripts: { build: "node talk.js", start: "node serve.js" },
  }),
  // A name of this run's own, or the Engine takes the step from its cache and prints nothing.
  "talk.js": `// ${testName()}
console.log("the secret is " + process.env.API_TOKEN);
let number = 0;
const timer = setInterval(() => {
  for (let burst = 0; burst < 20 && number < ${LINES}; burst++) console.log("line " + ++number + " at " + Date.now());
  if (number === ${LINES}) clearInterval(timer);
}, 15);
`,
  "serve.js": 'require("node:http").createServer((_, response) => response.end("ok")).listen(process.env.PORT);',
});

test.each(["process", "docker"] as const)(
  "a reader whose connection is cut again and again sees each line of a %s build once, in order and without secrets",
  async (runtime) => {
    await using stack = await RunningAutoStack.start({ runtime, edge: "embedded" });
    const variables = `API_TOKEN=${SECRET}`;
    const { deployment } = await stack.api.launchUpload("talker", talker, { variables });
    const [steady, cut] = await Promise.all([
      readLog(stack.api, deployment, Number.POSITIVE_INFINITY),
      readLog(stack.api, deployment, CUT_AFTER),
    ]);
    await stack.api.live("talker", deployment);
    expect(steady.connections).toBe(1);
    expect(cut.connections).toBeGreaterThan(LINES / CUT_AFTER);
    expect(cut.lines).toEqual(steady.lines);
    const printed = steady.lines.flatMap(({ text }) => /^line (\d+) at /.exec(text)?.[1] ?? []);
    expect(printed).toEqual(Array.from({ length: LINES }, (_, index) => String(index + 1)));
    expect(JSON.stringify(steady.lines)).not.toContain(SECRET);
    expect(steady.lines.map(({ text }) => text)).toContain("the secret is ••••••");
    console.log(`      ${runtime}: from a line's making to its reader ${inPercentiles(steady.latencies)}`);
  },
  MINUTES_MS,
);

/** Follows a log to its end; after every `cutAfter` lines the connection is dropped and taken up again. */
async function readLog(api: ApiUser, deployment: Deployment, cutAfter: number) {
  const seen = { lines: [] as LogLine[], latencies: [] as number[], connections: 0 };
  let lastId: string | null = null;
  for (let ended = false; !ended; ) {
    const connection = new AbortController();
    seen.connections++;
    const chunks = await openEvents(api, deployment, lastId, connection.signal);
    let left = cutAfter;
    for await (const { id, name, data } of parseEvents(chunks, lastId)) {
      lastId = id;
      ended = name === "end";
      if (name === "line") note(seen, JSON.parse(data) as LogLine);
      if (ended || (name === "line" && --left === 0)) break;
    }
    connection.abort();
  }
  return seen;
}

async function openEvents(api: ApiUser, { id }: Deployment, lastId: string | null, signal: AbortSignal) {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (lastId !== null) headers["last-event-id"] = lastId;
  const { body } = await api.send("GET", `/projects/talker/deployments/${id}/events`, { headers, signal });
  if (!body) throw new Error("The stream of events has no body");
  return body;
}

function note(seen: { lines: LogLine[]; latencies: number[] }, line: LogLine): void {
  seen.lines.push(line);
  const madeAt = / at (\d{13})$/.exec(line.text)?.[1];
  if (madeAt !== undefined) seen.latencies.push(Date.now() - Number(madeAt));
}

function inPercentiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => `${sorted[Math.floor(share * (sorted.length - 1))]} ms`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`;
}
