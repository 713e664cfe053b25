import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { OPEN } from "#src/edge/route.ts";
import { startTime } from "#src/host/process-table.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { type Front, route, Started, traefikFront, until } from "./edge-parts.ts";

let started: Started;

beforeEach(() => {
  started = new Started();
});
afterEach(() => started.end());

const text = async (front: Front, hostname: string) => (await front.get(hostname)).text();
const staticOf = (front: Front) => Bun.file(join(front.dataFolder, "edge/static.json")).json();
const traefikOf = (front: Front) => Bun.file(join(front.dataFolder, "edge/traefik.json")).json();

test.each([
  ["junk.yml", "http: ["],
  ["junk.toml", "[http"],
  // Good YAML, but not a good template, or no routes: only Traefik can tell.
  ["template.yml", 'http: {} # {{ nonsense "x" }}'],
  ["other.yml", "http: 5\n"],
])(
  "a file that Traefik cannot read (%s) is set aside, and changes go on",
  async (name, content) => {
    const front = await traefikFront(started);
    const one = started.service(() => new Response("one"));
    const two = started.service(() => new Response("two"));
    await front.edge.apply("env-1", [route("a.localhost", one)]);
    const junk = join(front.dataFolder, "edge/dynamic", name);
    await Bun.write(junk, content);
    await front.edge.apply("env-1", [route("a.localhost", two)]);
    await front.edge.apply("env-2", [route("b.localhost", one)]);
    expect([await text(front, "a.localhost"), await text(front, "b.localhost")]).toEqual(["two", "one"]);
    expect([await Bun.file(junk).exists(), await Bun.file(`${junk}.unreadable`).text()]).toEqual([false, content]);
    expect(await front.edge.problem()).toBeNull();
  },
  30_000,
);

test("an owner's own file that somebody broke is written again", async () => {
  const front = await traefikFront(started);
  await front.edge.apply("env-1", [
    route(
      "a.localhost",
      started.service(() => new Response("one")),
    ),
  ]);
  await Bun.write(join(front.dataFolder, "edge/dynamic/env-1.yml"), "http: [");
  expect(await front.edge.problem()).toContain("env-1.yml");
  await front.edge.apply("env-2", [
    route(
      "b.localhost",
      started.service(() => new Response("two")),
    ),
  ]);
  expect([await text(front, "a.localhost"), await text(front, "b.localhost")]).toEqual(["one", "two"]);
});

test("AutoStack starts beside a file that Traefik cannot read", async () => {
  const dataFolder = await started.folder();
  await Bun.write(join(dataFolder, "edge/dynamic/junk.toml"), "[http");
  const front = await traefikFront(started, { dataFolder });
  await until("the dashboard is routed", async () => (await text(front, "localhost")) === "the dashboard");
});

test("Traefik and its routes outlive the control plane, and the next one takes it over", async () => {
  const dataFolder = await started.folder();
  const folder = join(dataFolder, "sites/hello");
  await Bun.write(join(folder, "index.html"), "site");
  const first = new Started();
  const front = await traefikFront(first, { dataFolder, keepRunning: true });
  const service = started.service(() => new Response("service"));
  await front.edge.apply("env-1", [route("a.localhost", service), route("b.localhost", { kind: "site", folder })]);
  const before = await traefikOf(front);
  await first.end();
  expect([await text(front, "a.localhost"), await text(front, "b.localhost")]).toEqual(["service", "site"]);
  const again = await traefikFront(started, { dataFolder, port: front.port });
  expect((await traefikOf(again)).process).toEqual(before.process);
  expect(await text(again, "b.localhost")).toBe("site");
  await again.edge.apply("env-1", []);
  expect((await again.get("a.localhost")).status).toBe(404);
});

test("stop ends Traefik and the static server unless they are to run on", async () => {
  const front = await traefikFront(started);
  const processes = [(await traefikOf(front)).process, (await staticOf(front)).process];
  const alive = () => Promise.all(processes.map((process) => realProcesses.isAlive(process)));
  expect(await alive()).toEqual([true, true]);
  await started.end();
  expect(await alive()).toEqual([false, false]);
});

async function withSite(dataFolder: string, options: { keepRunning?: boolean } = {}, owner = started): Promise<Front> {
  const folder = join(dataFolder, "sites/hello");
  await Bun.write(join(folder, "index.html"), "site");
  const front = await traefikFront(owner, { dataFolder, ...options });
  await front.edge.apply("env-1", [route("a.localhost", { kind: "site", folder })]);
  return front;
}

test("a route that waits for a release waits again after a restart of AutoStack, and then loses nothing", async () => {
  const dataFolder = await started.folder();
  const first = new Started();
  const front = await traefikFront(first, { dataFolder, keepRunning: true });
  await front.edge.apply("env-1", [{ hostname: "a.localhost", port: null, backends: [], gate: OPEN }]);
  await first.end();
  const again = await traefikFront(started, { dataFolder, port: front.port });
  const woken: string[] = [];
  again.edge.whenWaiting((owner) => woken.push(owner));
  const held = text(again, "a.localhost");
  await until("it waits", () => woken.length > 0);
  const service = started.service(() => new Response("awake"));
  await again.edge.apply("env-1", [route("a.localhost", service)]);
  expect(await held).toBe("awake");
});

test("maintenance pages and sites answer while AutoStack is down", async () => {
  const dataFolder = await started.folder();
  const first = new Started();
  const front = await withSite(dataFolder, { keepRunning: true }, first);
  const gate = { kind: "maintenance", message: "Soon" } as const;
  const target = started.service(() => new Response("app"));
  await front.edge.apply("env-2", [{ ...route("b.localhost", target), gate }]);
  await first.end();
  expect([await text(front, "a.localhost"), (await front.get("b.localhost")).status]).toEqual(["site", 503]);
  await traefikFront(started, { dataFolder, port: front.port });
});

const showsSite = (front: Front) =>
  text(front, "a.localhost").then(
    (answer) => answer === "site",
    () => false,
  );

test("the static server is started again when it dies, elsewhere when its port is taken meanwhile", async () => {
  const front = await withSite(await started.folder());
  const first = await staticOf(front);
  await realProcesses.signal(first.process, "SIGKILL");
  await until("the site answers again", async () => (await staticOf(front)).process.pid !== first.process.pid);
  await until("the site answers again", () => showsSite(front));
  const second = await staticOf(front);
  expect(second.port).toBe(first.port);
  await realProcesses.signal(second.process, "SIGKILL");
  const blocker = await blockPort(second.port);
  started.add(() => blocker.stop(true));
  await until("the site answers elsewhere", () => showsSite(front), 15_000);
  expect((await staticOf(front)).port).not.toBe(second.port);
}, 30_000);

/** Takes the port as soon as the one that was killed has left it. */
async function blockPort(port: number): Promise<Bun.Server<undefined>> {
  for (const deadline = Date.now() + 3000; ; await Bun.sleep(5)) {
    try {
      return Bun.serve({ hostname: "127.0.0.1", port, fetch: () => new Response("other") });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

test("a static server of another version serves until routes lead to a new one", async () => {
  const before = new Started();
  const front = await withSite(await started.folder(), { keepRunning: true }, before);
  const old = await staticOf(front);
  await before.end();
  // Stands for a server of an older version: it runs, and answers another version than this one.
  await realProcesses.signal(old.process, "SIGKILL");
  const older = await blockPort(old.port);
  started.add(() => older.stop(true));
  const sleeper = Bun.spawn(["sleep", "60"], { detached: true });
  started.add(() => sleeper.kill());
  const process = { pid: sleeper.pid, startedAt: await startTime(sleeper.pid) };
  await Bun.write(join(front.dataFolder, "edge/static.json"), JSON.stringify({ ...old, process, outdated: null }));
  const again = await traefikFront(started, { dataFolder: front.dataFolder, port: front.port });
  await until("the new one serves", () => showsSite(again));
  await until("the old one is ended", async () => !(await realProcesses.isAlive(process)));
  expect((await staticOf(again)).port).not.toBe(old.port);
}, 20_000);

test("Traefik is started again with its routes when it dies", async () => {
  const front = await traefikFront(started);
  await front.edge.apply("env-1", [
    route(
      "a.localhost",
      started.service(() => new Response("back")),
    ),
  ]);
  const { process } = await traefikOf(front);
  await realProcesses.signal(process, "SIGKILL");
  await until("it answers again", () =>
    text(front, "a.localhost").then(
      (answer) => answer === "back",
      () => false,
    ),
  );
  expect(await front.edge.problem()).toBeNull();
});

test("a port that another program has stops the start, with Traefik's own words", async () => {
  const blocker = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("other") });
  started.add(() => blocker.stop(true));
  const failure = await traefikFront(started, { port: blocker.port ?? 0 }).catch((error) => error);
  expect(failure).toMatchObject({ code: "traefik_not_started", status: 503 });
  expect(failure.hint).toContain("address already in use");
});

test("what an earlier AutoStack left in the folder goes, what a person put there stays", async () => {
  const dataFolder = await started.folder();
  const dynamic = join(dataFolder, "edge/dynamic");
  await Bun.write(join(dynamic, "gone.yml"), "# Written by AutoStack. Changes made here are lost.\nhttp: {}\n");
  await Bun.write(join(dynamic, "own.yml"), "http:\n  middlewares:\n    m:\n      compress: {}\n");
  await traefikFront(started, { dataFolder });
  expect(await Bun.file(join(dynamic, "gone.yml")).exists()).toBe(false);
  expect(await Bun.file(join(dynamic, "own.yml")).exists()).toBe(true);
});
