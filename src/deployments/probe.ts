import type { ServerTarget } from "../edge/route.ts";
import type { ProbeResult } from "../host/host.ts";
import { AppError } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { Instance } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import type { Run } from "./run.ts";
import { type Candidate, targetOf } from "./services.ts";

/** Each pause is a tenth longer than the one before, so that an answer is noticed a tenth too late at most. */
const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 500;
const PAUSE_GROWTH = 1.1;
/** Whether it still runs is looked at less often than whether it answers: that asks the engine. */
const CHECK_EVERY_MS = 100;
const PROBE_TIMEOUT_MS = 5 * SECOND_MS;
/** A worker has nothing to ask; one that is still there after this long has started. */
const WORKER_STEADY_MS = 2 * SECOND_MS;
/** What a service said before it ended is still on its way here, and tells people most. */
const LAST_WORDS_MS = 300;

/** Waits until every service of the candidate runs and the web service answers. Throws with the reason when one does not. */
export async function probeCandidate(run: Run, { services, targets }: Candidate, release: Release): Promise<void> {
  if (services.length === 0) return;
  const stopListening = new AbortController();
  const output = services.map((service) => copyOutput(run, service, stopListening.signal));
  try {
    const answering = targets.length === 0 ? [] : services.filter((service) => targetOf(service).length > 0);
    await Promise.all(answering.map((service) => untilAnswers(run, service, release.plan.health ?? "/")));
    await staysUp(
      run,
      services.filter((service) => !answering.includes(service)),
    );
  } catch (error) {
    await run.world.host.sleep(LAST_WORDS_MS, run.signal);
    throw error;
  } finally {
    stopListening.abort();
    await Promise.all(output);
  }
}

/** What the services print while they start stands in the deployment's log, where people look when they fail. */
async function copyOutput(run: Run, { name }: Instance, signal: AbortSignal): Promise<void> {
  try {
    for await (const line of run.world.runtime.logs(name, { follow: true, tail: 500, after: null, signal })) {
      run.log(line.stream, line.text);
    }
  } catch (error) {
    if (!signal.aborted) run.note(`The output of ${name} cannot be read: ${error}`);
  }
}

async function untilAnswers(run: Run, service: Instance, path: string): Promise<void> {
  const { host, config } = run.world;
  const [target] = targetOf(service);
  if (target?.kind !== "server") return;
  const deadline = host.now() + config.limits.healthTimeoutMs;
  const url = `http://${target.address}:${target.port}${path}`;
  let last: ProbeResult = { kind: "refused" };
  let checkedAt = Number.NEGATIVE_INFINITY;
  for (let attempt = 0; host.now() < deadline; attempt++) {
    run.signal.throwIfAborted();
    last = await ask(run, target, url);
    // What answered may have ended, or been started again, since it was last looked at.
    if (isWell(last) || Math.abs(host.now() - checkedAt) >= CHECK_EVERY_MS) {
      await checkRuns(run, service);
      checkedAt = host.now();
    }
    if (isWell(last)) return run.note(`Answers at ${path} with ${last.status}.`);
    await host.sleep(pauseAfter(attempt), run.signal);
  }
  throw await neverAnswered(run, service, target, last);
}

/** Whether a service that has served before does so again, before its time runs out. */
export async function answersAgain(run: Run, service: Instance, path: string): Promise<boolean> {
  const { host, config } = run.world;
  const [target] = targetOf(service);
  if (target?.kind !== "server") return true;
  const deadline = host.now() + config.limits.healthTimeoutMs;
  for (let attempt = 0; host.now() < deadline; attempt++) {
    run.signal.throwIfAborted();
    const result = await ask(run, target, `http://${target.address}:${target.port}${path}`);
    if (isWell(result)) return true;
    await host.sleep(pauseAfter(attempt), run.signal);
  }
  return false;
}

const isWell = (result: ProbeResult): result is Extract<ProbeResult, { kind: "answered" }> =>
  result.kind === "answered" && result.status < 500;

const pauseAfter = (attempt: number): number =>
  Math.round(Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * PAUSE_GROWTH ** attempt));

/** TCP first: it tells "nothing listens" from "listens, but does not answer". */
async function ask({ world }: Run, { address, port }: ServerTarget, url: string): Promise<ProbeResult> {
  const connection = await world.host.probeTcp(address, port, PROBE_TIMEOUT_MS);
  return connection.kind === "answered" ? world.host.probeHttp(url, PROBE_TIMEOUT_MS) : connection;
}

/** A service that ends before it ever answered will not answer. */
async function checkRuns({ world }: Run, { name, service }: Instance): Promise<void> {
  const state = await world.runtime.inspect(name);
  if (state.name === "running" && state.restarts === 0) return;
  if (state.name === "exited" && state.outOfMemory) throw outOfMemory(service, world.config.limits.memoryBytes);
  const ending = state.name === "exited" ? `ended with exit code ${state.exitCode}` : "ended and was started again";
  throw new AppError({
    code: "exited",
    status: 422,
    summary: `The new version started, but its ${service} service ${ending}.`,
    hint: "Its last lines stand in the log. Often a variable is missing, or the start command is wrong.",
  });
}

async function staysUp(run: Run, services: Instance[]): Promise<void> {
  if (services.length === 0) return;
  const until = run.world.host.now() + WORKER_STEADY_MS;
  while (run.world.host.now() < until) {
    for (const service of services) await checkRuns(run, service);
    await run.world.host.sleep(250, run.signal);
    run.signal.throwIfAborted();
  }
}

function outOfMemory(service: string, memoryBytes: number): AppError {
  return new AppError({
    code: "out_of_memory",
    status: 422,
    summary: `The ${service} service was ended because it used more than its ${Math.round(memoryBytes / 1e6)} MB of memory.`,
    hint: "Raise AUTOSTACK_APP_MEMORY, or let the program use less.",
  });
}

async function neverAnswered({ world }: Run, service: Instance, target: ServerTarget, last: ProbeResult) {
  const waited = `${Math.round(world.config.limits.healthTimeoutMs / SECOND_MS)} seconds`;
  if (last.kind === "answered") {
    return notHealthy(
      `The new version answers with ${last.status} after ${waited}.`,
      "Its log tells which error that is.",
    );
  }
  const open = await world.runtime.listening(service.name);
  if (open.some(({ port, loopbackOnly }) => port === target.port && loopbackOnly)) {
    return notHealthy(
      `The new version listens on 127.0.0.1:${target.port} only, where nothing outside it can reach it.`,
      "Let it listen on 0.0.0.0.",
    );
  }
  const other = open.filter(({ port }) => port !== target.port).map(({ port }) => port);
  if (other.length > 0 && !open.some(({ port }) => port === target.port)) {
    return notHealthy(
      `The new version listens on port ${other.join(", ")}, but was told to listen on ${target.port}.`,
      `Let it listen on $PORT, or set the port to ${other[0]} in the project's settings.`,
    );
  }
  return notHealthy(
    `The new version started but never answered on port ${target.port} within ${waited}.`,
    "Open its log; it must listen on $PORT.",
  );
}

function notHealthy(summary: string, hint: string): AppError {
  return new AppError({ code: "not_healthy", status: 422, summary, hint });
}
