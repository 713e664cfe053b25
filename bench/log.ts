import type { Deployment } from "../src/deployments/deployment.ts";
import { Api } from "./lib/api.ts";
import { AutoStack, DataFolder, LARGE, missingFor, SMALL, type Stack } from "./lib/autostack.ts";
import { type BenchOptions, type Figure, spread } from "./lib/figures.ts";

const RATES = [20, 2000];

/** How soon a line that a running build writes reaches a browser that follows the log. Each line tells when it was written. */
export async function* benchLog({ short }: BenchOptions): AsyncGenerator<Figure> {
  for (const stack of [SMALL, { ...LARGE, edge: "embedded" } as const]) {
    const name = `log, ${stack.runtime}`;
    const missing = await missingFor(stack);
    if (missing === null) yield* delaysOf(stack, name, short ? 2 : 8);
    else yield { what: name, value: `left out: ${missing}` };
  }
}

async function* delaysOf(stack: Stack, name: string, seconds: number): AsyncGenerator<Figure> {
  await using data = await DataFolder.make();
  await using autostack = await AutoStack.start(data, stack);
  const owner = await autostack.makeOwner();
  const api = await Api.signIn(autostack.url, owner);
  const cookie = await autostack.sessionOf(owner);
  for (const rate of RATES) {
    const slug = `lines-${rate}`;
    try {
      const wish = { slug, source: "example", example: "node", build: chatter(rate, seconds) };
      const { deployment } = await api.post<{ deployment: Deployment }>("/projects", wish);
      const url = `${autostack.url}/projects/${slug}/deployments/${deployment.id}/events`;
      const delaysMs = await follow(url, cookie);
      if (delaysMs.length !== rate * seconds) throw new Error(`${delaysMs.length} of ${rate * seconds} lines came.`);
      yield { what: `${name}, ${rate} lines/s to browser`, value: spread(delaysMs), target: "p95 ≤ 50 ms" };
    } finally {
      await api.post(`/projects/${slug}/delete`, { confirm: slug });
    }
  }
}

/**
 * A build command that writes lines at a rate, in as many bursts as a timer can make. The mark is put together only when it runs, and no
 * two commands are the same: a build that is cached says nothing.
 */
function chatter(rate: number, seconds: number): string {
  const burst = Math.max(1, Math.round(rate / 100));
  const program = [
    `"${crypto.randomUUID()}"`,
    `let left = ${rate * seconds}`,
    `const timer = setInterval(() => { for (let i = 0; i < ${burst} && left > 0; i++, left--) console.log("written" + "=" + Date.now() + ";"); if (left === 0) clearInterval(timer); }, ${(1000 * burst) / rate})`,
  ].join("; ");
  return `node -e '${program}'`;
}

/** Reads the event stream to its end, as a page does, and gives the delay of each line. */
async function follow(url: string, cookie: string): Promise<number[]> {
  const response = await fetch(url, { headers: { cookie, accept: "text/event-stream" } });
  const delaysMs: number[] = [];
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    const now = Date.now();
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf(";") + 1;
    for (const [, writtenAt] of text.slice(0, end).matchAll(/written=(\d+);/g)) delaysMs.push(now - Number(writtenAt));
    rest = text.slice(end);
    if (rest.includes("event: end")) break;
  }
  return delaysMs;
}
