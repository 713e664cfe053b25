import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Edge } from "#src/edge/edge.ts";
import { type Backend, type Gate, OPEN, type Route, type Target } from "#src/edge/route.ts";
import { embeddedFront, type Front, route, Started, traefikFront, until } from "./edge-parts.ts";

describe.each([
  ["embedded", embeddedFront],
  ["traefik", traefikFront],
] as const)("the %s edge", (_name, open) => {
  const started = new Started();
  let front: Front;
  let edge: Edge;
  let woken: string[] = [];

  beforeAll(async () => {
    front = await open(started);
    edge = front.edge;
    edge.whenWaiting((owner) => woken.push(owner));
  });
  afterAll(() => started.end());

  const answering = (text: string) => started.service(() => new Response(text));
  const nothing = (hostname: string): Route => ({ hostname, port: null, backends: [], gate: OPEN });
  const gated = (hostname: string, target: Target, gate: Gate): Route => ({ ...route(hostname, target), gate });
  const shared = (hostname: string, backends: Backend[]): Route => ({ hostname, port: null, backends, gate: OPEN });

  /** Asks on and on; `end` tells how often each answer came. */
  function load(hostname: string, init: RequestInit = {}) {
    const seen = new Map<string, number>();
    let loading = true;
    const loops = Array.from({ length: 6 }, async () => {
      while (loading) {
        const key = await front.get(hostname, "/", init).then(
          async (response) => `${response.status} ${(await response.text()).slice(0, 40)}`,
          (error) => String(error),
        );
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    });
    const end = async () => {
      loading = false;
      await Promise.all(loops);
      return [...seen.keys()].sort();
    };
    return { seen, end };
  }

  test("requests wait while nothing serves, tell of it once, and lose nothing", async () => {
    woken = [];
    await edge.apply("wait-1", [nothing("wait.localhost")]);
    const body = crypto.getRandomValues(new Uint8Array(3_000_000));
    const gets = Array.from({ length: 20 }, () => front.get("wait.localhost", "/x?y=1"));
    const post = front.get("wait.localhost", "/", { method: "POST", body });
    const socket = front.socket("wait.localhost", "/live");
    const messages: unknown[] = [];
    socket.onmessage = ({ data }) => messages.push(data);
    await until("somebody is to be woken", () => woken.length > 0);
    const service = started.service(async (request, server) => {
      if (server.upgrade(request)) return undefined as never;
      const bytes = (await request.bytes()).length;
      return Response.json({ bytes, from: request.headers.get("x-forwarded-for") });
    });
    await edge.apply("wait-1", [route("wait.localhost", service)]);
    const answers = await Promise.all(gets.map(async (answer) => (await answer).json()));
    expect(answers).toEqual(Array(20).fill({ bytes: 0, from: "127.0.0.1" }));
    expect(await (await post).json()).toEqual({ bytes: 3_000_000, from: "127.0.0.1" });
    await until("the web socket is open", () => messages.length === 1);
    socket.close();
    expect(woken).toEqual(["wait-1"]);
    expect((await edge.traffic("wait-1")).r1).toMatchObject({ requests: 22, errors: 0 });
  });

  test("a visitor who leaves while waiting is forgotten", async () => {
    woken = [];
    await edge.apply("wait-2", [nothing("leave.localhost")]);
    const visitor = new AbortController();
    const left = front.get("leave.localhost", "/", { signal: visitor.signal }).catch(() => "left");
    await until("it waits", () => woken.length === 1);
    visitor.abort();
    expect(await left).toBe("left");
    let asked = 0;
    await edge.apply("wait-2", [
      route(
        "leave.localhost",
        started.service(() => new Response(String(++asked))),
      ),
    ]);
    expect(await (await front.get("leave.localhost")).text()).toBe("1");
  });

  test("an owner whose routes go while requests wait answers them at once", async () => {
    woken = [];
    await edge.apply("wait-3", [nothing("gone.localhost")]);
    const waiting = front.get("gone.localhost");
    await until("it waits", () => woken.length === 1);
    await edge.apply("wait-3", []);
    expect((await waiting).status).toBe(404);
  });

  test("the only writer is exchanged under load: requests wait and none fails", async () => {
    await edge.apply("writer", [route("writer.localhost", answering("old"))]);
    const { seen, end } = load("writer.localhost");
    const posts = load("writer.localhost", { method: "POST", body: "x".repeat(1000) });
    await until("the old one answers", () => (seen.get("200 old") ?? 0) > 20);
    for (const name of ["second", "third"]) {
      await edge.apply("writer", [nothing("writer.localhost")]);
      await Bun.sleep(100);
      await edge.apply("writer", [route("writer.localhost", answering(name))]);
      await until(`${name} answers`, () => (seen.get(`200 ${name}`) ?? 0) > 20);
    }
    expect(await end()).toEqual(["200 old", "200 second", "200 third"]);
    expect(await posts.end()).toEqual(["200 old", "200 second", "200 third"]);
  });

  test("a password stands before a route; the app is not told it; it comes and goes without loss", async () => {
    const service = started.service((request) => new Response(request.headers.get("authorization") ?? "no password"));
    const hash = await Bun.password.hash("secret", { algorithm: "bcrypt", cost: 4 });
    const gate: Gate = { kind: "password", users: [`ada:${hash.replace("$2b$", "$2y$")}`] };
    const authorization = `Basic ${Buffer.from("ada:secret").toString("base64")}`;
    await edge.apply("gate-1", [gated("gate.localhost", service, OPEN)]);
    const { seen, end } = load("gate.localhost", { headers: { authorization } });
    await until("the open route answers", () => seen.size === 1);
    await edge.apply("gate-1", [gated("gate.localhost", service, gate)]);
    await until("the gated route answers", () => seen.has("200 no password"));
    const stranger = await front.get("gate.localhost");
    expect([stranger.status, stranger.headers.get("www-authenticate")?.startsWith("Basic")]).toEqual([401, true]);
    const wrong = { authorization: `Basic ${Buffer.from("ada:guess").toString("base64")}` };
    expect((await front.get("gate.localhost", "/", { headers: wrong })).status).toBe(401);
    await edge.apply("gate-1", [gated("gate.localhost", service, OPEN)]);
    expect((await front.get("gate.localhost")).status).toBe(200);
    expect(await end()).toEqual([`200 ${authorization}`, "200 no password"].sort());
  });

  test("maintenance is a page of its own with a status, and goes as it came", async () => {
    const service = answering("the app");
    const gate: Gate = { kind: "maintenance", message: "Back at <noon>" };
    await edge.apply("gate-2", [gated("maintain.localhost", service, OPEN)]);
    const { seen, end } = load("maintain.localhost");
    await until("the app answers", () => seen.has("200 the app"));
    await edge.apply("gate-2", [gated("maintain.localhost", service, gate)]);
    const page = await front.get("maintain.localhost", "/a?b", { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "120"]);
    expect(await page.text()).toContain("Back at &lt;noon&gt;");
    expect((await front.get("maintain.localhost", "/", { method: "POST", body: "x" })).status).toBe(503);
    await edge.apply("gate-2", [gated("maintain.localhost", service, OPEN)]);
    expect(await (await front.get("maintain.localhost")).text()).toBe("the app");
    expect(await end()).toEqual(["200 the app", "503 Back soon. Back at <noon>\n"]);
  });

  test("two releases share visitors by weight, each visitor stays with one, and requests are counted apart", async () => {
    const failing = started.service(() => new Response("new", { status: 500 }));
    const both: Backend[] = [
      { release: "old", weight: 3, targets: [answering("old")] },
      { release: "new", weight: 1, targets: [failing] },
    ];
    await edge.apply("split", [shared("split.localhost", both)]);
    const first = await Promise.all(Array.from({ length: 80 }, () => front.get("split.localhost")));
    const texts = await Promise.all(first.map((answer) => answer.text()));
    const share = texts.filter((text) => text === "new").length;
    expect(share).toBeGreaterThan(4);
    expect(share).toBeLessThan(40);
    const cookie = first[texts.indexOf("new")]?.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(cookie).toStartWith("autostack_release=");
    for (let asked = 0; asked < 10; asked++) {
      expect(await (await front.get("split.localhost", "/", { headers: { cookie } })).text()).toBe("new");
    }
    await until("all are counted", async () => ((await edge.traffic("split")).old?.requests ?? 0) === 80 - share);
    const { old, new: fresh } = await edge.traffic("split");
    expect([old, fresh]).toMatchObject([
      { requests: 80 - share, errors: 0 },
      { requests: share + 10, errors: share + 10 },
    ]);
  });

  test("replicas of a release take turns", async () => {
    const targets = [answering("one"), answering("two"), answering("three")];
    await edge.apply("replicas", [shared("replicas.localhost", [{ release: "r1", weight: 1, targets }])]);
    const answers = await Promise.all(
      Array.from({ length: 9 }, async () => (await front.get("replicas.localhost")).text()),
    );
    expect(answers.sort()).toEqual(["one", "one", "one", "three", "three", "three", "two", "two", "two"]);
  });

  test("two releases of a site share a hostname too", async () => {
    const backends = await Promise.all(
      ["a", "b"].map(async (name): Promise<Backend> => {
        const folder = join(front.dataFolder, "sites", name);
        await Bun.write(join(folder, "docs/index.html"), name);
        return { release: name, weight: 1, targets: [{ kind: "site", folder }] };
      }),
    );
    await edge.apply("sites", [shared("sites.localhost", backends)]);
    const answers = await Promise.all(
      Array.from({ length: 40 }, async () => (await front.get("sites.localhost", "/docs/")).text()),
    );
    expect(new Set(answers)).toEqual(new Set(["a", "b"]));
    expect((await front.get("sites.localhost", "/docs")).headers.get("location")).toBe("/docs/");
  });
});
