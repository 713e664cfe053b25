import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Route, ServerTarget, Target } from "#src/edge/route.ts";
import { embeddedFront, type Front, route, Started, traefikFront, until } from "./edge-parts.ts";

const NAME = "twins.localhost";
const HEALTH = "/up";
const VISIT_EVERY_MS = 25;
const PATIENCE_MS = 1000;

/** One of two replicas, which a test makes ill. */
class Replica {
  state: "well" | "hangs" | "says 500 when asked" = "well";
  visits = 0;
  checks = 0;
  readonly target: Target;

  constructor(started: Started, name: string) {
    this.target = started.service((request) => {
      const isCheck = new URL(request.url).pathname === HEALTH;
      if (isCheck) this.checks++;
      else this.visits++;
      if (this.state === "hangs") return new Promise<Response>(() => {});
      return new Response(name, { status: isCheck && this.state !== "well" ? 500 : 200 });
    });
  }
}

describe.each([
  ["embedded", embeddedFront],
  ["traefik", traefikFront],
] as const)("replicas behind the %s edge", (edgeName, open) => {
  let started: Started;
  let front: Front;
  let [one, other]: [Replica, Replica] = [] as never;
  beforeEach(async () => {
    started = new Started();
    front = await open(started);
    [one, other] = [new Replica(started, "one"), new Replica(started, "other")];
    await front.edge.apply("env-1", [twins()]);
  });
  afterEach(() => started.end());

  const twins = (): Route => ({
    ...route(NAME, one.target),
    backends: [{ release: "r1", weight: 1, targets: [one.target, other.target], health: HEALTH }],
  });
  const visit = () =>
    front.get(NAME, "/", { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      (response) => response.ok,
      () => false,
    );

  /** Constant visits, whether or not the ones before were answered, until none of the last hundred was lost. */
  async function visitUntilWell() {
    const begun = performance.now();
    const lostAt: number[] = [];
    const visits: Promise<void>[] = [];
    let quiet = 0;
    for (; quiet < 100; quiet++) {
      const at = performance.now() - begun;
      visits.push(
        visit().then((isWell) => {
          if (isWell) return;
          lostAt.push(at);
          quiet = 0;
        }),
      );
      await Bun.sleep(VISIT_EVERY_MS);
    }
    await Promise.all(visits);
    return { visits: visits.length, lost: lostAt.length, lastLostAtMs: Math.round(Math.max(0, ...lostAt)) };
  }

  test("one that hangs loses its traffic to the other, and has it again when it is well", async () => {
    other.state = "hangs";
    const { visits, lost, lastLostAtMs } = await visitUntilWell();
    console.info(`${edgeName}: ${lost} of ${visits} requests lost, the last one sent ${lastLostAtMs} ms after it hung`);
    const { port } = other.target as ServerTarget;
    expect(await front.edge.unwell("env-1")).toEqual([`127.0.0.1:${port}`]);
    const before = [one.visits, other.visits] as const;
    expect(await Promise.all(Array.from({ length: 20 }, visit))).not.toContain(false);
    expect([one.visits - before[0], other.visits - before[1]]).toEqual([20, 0]);
    other.state = "well";
    await until("it is well", async () => (await front.edge.unwell("env-1")).length === 0, 15_000);
    await until("it has traffic again", async () => (await visit()) && other.visits > before[1], 15_000);
  });

  test("when none is well all have traffic, as if nobody had asked, and each request counts once", async () => {
    for (const replica of [one, other]) replica.state = "says 500 when asked";
    await until("both were asked again and again", () => one.checks > 2 && other.checks > 2, 30_000);
    expect(await Promise.all(Array.from({ length: 20 }, visit))).not.toContain(false);
    expect([one.visits, other.visits]).toEqual([10, 10]);
    const counted = async () => (await front.edge.traffic("env-1")).r1?.requests === 20;
    await until("the edge has counted twenty requests", counted);
  });
});
