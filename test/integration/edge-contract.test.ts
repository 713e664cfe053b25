import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Edge } from "#src/edge/edge.ts";
import type { Target } from "#src/edge/route.ts";
import { embeddedFront, type Front, route, Started, traefikFront, until } from "./edge-parts.ts";

describe.each([
  ["embedded", embeddedFront],
  ["traefik", traefikFront],
] as const)("the %s edge", (_name, open) => {
  const started = new Started();
  let front: Front;
  let edge: Edge;

  beforeAll(async () => {
    front = await open(started);
    edge = front.edge;
  });
  afterAll(() => started.end());

  const text = async (hostname: string, path = "/") => (await front.get(hostname, path)).text();

  test("leads a hostname to its service as soon as apply has resolved, and tells the service who asked", async () => {
    const service = started.service((request) => Response.json(Object.fromEntries(request.headers)));
    await edge.apply("env-1", [route("a.localhost", service), route("b.localhost", service)]);
    expect((await front.get("b.localhost")).status).toBe(200);
    const headers = (await front.get("a.localhost", "/", { headers: { "x-forwarded-for": "6.6.6.6" } })).json();
    expect(await headers).toMatchObject({
      host: `a.localhost:${front.port}`,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": `a.localhost:${front.port}`,
    });
  });

  test("shows the dashboard at the base domain and a 404 at a name that nobody has", async () => {
    await until("the dashboard answers", async () => (await text("localhost")) === "the dashboard");
    expect((await front.get("nobody.localhost")).status).toBe(404);
  });

  test("moves traffic under load without one failed request, and the old service gets nothing afterwards", async () => {
    let oldAnswers = 0;
    const answer = (name: string) => async () => {
      await Bun.sleep(5);
      return new Response(name);
    };
    const old = started.service(() => {
      oldAnswers++;
      return answer("old")();
    });
    await edge.apply("env-2", [route("busy.localhost", old)]);
    const seen = new Map<string, number>();
    let loading = true;
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        const key = await front.get("busy.localhost").then(
          async (response) => `${response.status} ${await response.text()}`,
          (error) => String(error),
        );
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    });
    for (let version = 1; version <= 5; version++) {
      await edge.apply("env-2", [route("busy.localhost", started.service(answer(`v${version}`)))]);
      if (version === 1)
        await until("requests under way have ended", async () => (await text("busy.localhost")) === "v1");
    }
    const before = oldAnswers;
    await until("the last version took 100 requests", () => (seen.get("200 v5") ?? 0) > 100);
    loading = false;
    await Promise.all(load);
    expect([...seen.keys()].filter((key) => !key.startsWith("200 "))).toEqual([]);
    expect(oldAnswers).toBe(before);
  });

  test("an empty list takes the names away", async () => {
    const service = started.service(() => new Response("here"));
    await edge.apply("env-3", [route("c.localhost", service), route("d.localhost", service)]);
    await edge.apply("env-3", [route("d.localhost", service)]);
    expect([(await front.get("c.localhost")).status, await text("d.localhost")]).toEqual([404, "here"]);
    await edge.apply("env-3", []);
    expect((await front.get("d.localhost")).status).toBe(404);
  });

  test("refuses hostile names and names of other owners, and nothing changes", async () => {
    const service = started.service(() => new Response("mine"));
    await edge.apply("env-4", [route("mine.localhost", service)]);
    await expect(edge.apply("env-5", [route("mine.localhost", service)])).rejects.toMatchObject({ status: 409 });
    await expect(edge.apply("env-4", [route('{{ env "HOME" }}', service)])).rejects.toMatchObject({ status: 422 });
    await expect(edge.apply("../env", [route("x.localhost", service)])).rejects.toMatchObject({ status: 422 });
    expect(await text("mine.localhost")).toBe("mine");
    await edge.apply("env-5", []);
  });

  test("takes changes of many owners at the same time, and the last of one owner wins", async () => {
    const owners = Array.from({ length: 6 }, (_, number) => `many-${number}`);
    const services = ["first", "last"].map((name) => started.service(() => new Response(name)));
    const changes = services.flatMap((service) =>
      owners.map((owner) => edge.apply(owner, [route(`${owner}.localhost`, service)])),
    );
    await Promise.all(changes);
    const answers = await Promise.all(owners.map((owner) => text(`${owner}.localhost`)));
    expect(answers).toEqual(owners.map(() => "last"));
    const claims = await Promise.allSettled(
      ["one", "two"].map((owner) => edge.apply(owner, [route("wanted.localhost", services[0] as Target)])),
    );
    expect(claims.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await text("wanted.localhost")).toBe("first");
  });

  test("serves a folder, and goes from folder to service and back", async () => {
    const [folder, other] = [join(front.dataFolder, "sites/one"), join(front.dataFolder, "sites/two")];
    await Bun.write(join(folder, "index.html"), "one");
    await Bun.write(join(other, "index.html"), "two");
    const service = started.service(() => new Response("service"));
    for (const [target, expected] of [
      [{ kind: "site", folder }, "one"],
      [{ kind: "site", folder: other }, "two"],
      [service, "service"],
      [{ kind: "site", folder }, "one"],
    ] as const) {
      await edge.apply("env-6", [route("site.localhost", target)]);
      expect(await text("site.localhost")).toBe(expected);
    }
  });

  test("carries 30 MB up and down unchanged", async () => {
    const chunk = crypto.getRandomValues(new Uint8Array(65_536));
    const large = () =>
      new ReadableStream({
        start(controller) {
          for (let count = 0; count < 460; count++) controller.enqueue(chunk);
          controller.close();
        },
      });
    const hashOf = async (body: ReadableStream<Uint8Array> | null) => {
      const hash = new Bun.CryptoHasher("sha256");
      for await (const part of body ?? []) hash.update(part);
      return hash.digest("hex");
    };
    const service = started.service(async (request) =>
      request.method === "POST" ? new Response(await hashOf(request.body)) : new Response(large()),
    );
    await edge.apply("env-7", [route("large.localhost", service)]);
    const expected = await hashOf(large());
    const up = await front.get("large.localhost", "/", { method: "POST", body: large() });
    expect(await up.text()).toBe(expected);
    expect(await hashOf((await front.get("large.localhost")).body)).toBe(expected);
  });

  test("an upload that the service refuses at once is answered with its refusal", async () => {
    const service = started.service(() => new Response("too large", { status: 413 }));
    await edge.apply("env-13", [route("refuses.localhost", service)]);
    const body = new Uint8Array(200_000);
    const response = await front.get("refuses.localhost", "/", { method: "POST", body });
    expect([response.status, await response.text()]).toEqual([413, "too large"]);
  });

  test("passes events on while the stream is open, and tells the service when the visitor leaves", async () => {
    let left = false;
    const service = started.service((request) => {
      request.signal.addEventListener("abort", () => {
        left = true;
      });
      const events = new ReadableStream({ start: (controller) => controller.enqueue("data: one\n\n") });
      return new Response(events, { headers: { "content-type": "text/event-stream" } });
    });
    await edge.apply("env-8", [route("events.localhost", service)]);
    const visitor = new AbortController();
    const response = await front.get("events.localhost", "/", { signal: visitor.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: one\n\n");
    visitor.abort();
    await until("the service knows", () => left);
  });

  test("leaves answers as they are: redirects, compression, cookies, HEAD, empty ones", async () => {
    const packed = Bun.gzipSync("hello");
    const service = started.service((request) => {
      switch (new URL(request.url).pathname) {
        case "/moved":
          return new Response(null, { status: 302, headers: { location: "http://elsewhere.test/" } });
        case "/packed":
          return new Response(packed, { headers: { "content-encoding": "gzip" } });
        case "/cookies":
          return new Response(null, {
            status: 204,
            headers: [
              ["set-cookie", "a=1"],
              ["set-cookie", "b=2; Path=/"],
            ],
          });
        default:
          return new Response("12345", { status: 404 });
      }
    });
    await edge.apply("env-9", [route("plain.localhost", service)]);
    const moved = await front.get("plain.localhost", "/moved");
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "http://elsewhere.test/"]);
    const response = await front.get("plain.localhost", "/packed", { headers: { "accept-encoding": "gzip" } });
    expect([response.headers.get("content-encoding"), await response.bytes()]).toEqual([
      "gzip",
      new Uint8Array(packed),
    ]);
    const cookies = await front.get("plain.localhost", "/cookies");
    expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([204, ["a=1", "b=2; Path=/"]]);
    const head = await front.get("plain.localhost", "/", { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([404, "5", ""]);
  });

  test("keeps a path as it was sent", async () => {
    const service = started.service((request) => new Response(request.url.slice(request.url.indexOf("/", 8))));
    await edge.apply("env-10", [route("path.localhost", service)]);
    expect(await text("path.localhost", "/a%20b/?q=%2F&r=a+b")).toBe("/a%20b/?q=%2F&r=a+b");
  });

  test("a service that does not listen or that hangs up is a 502, and it works again when it does", async () => {
    const alive = started.service(() => new Response("alive"));
    await edge.apply("env-11", [route("down.localhost", { kind: "server", address: "127.0.0.1", port: 1 })]);
    expect((await front.get("down.localhost")).status).toBe(502);
    expect((await front.get("down.localhost", "/", { method: "POST", body: "x" })).status).toBe(502);
    await edge.apply("env-11", [route("down.localhost", alive)]);
    expect(await text("down.localhost")).toBe("alive");
  });

  describe("web sockets", () => {
    beforeAll(async () => {
      const service = started.service((request, server) => {
        if (new URL(request.url).pathname === "/private") return new Response("no", { status: 403 });
        const offered = request.headers.get("sec-websocket-protocol");
        const headers = offered ? { "sec-websocket-protocol": "chat.v2" } : {};
        server.upgrade(request, { headers });
        return undefined;
      });
      await edge.apply("env-12", [route("ws.localhost", service)]);
    });

    async function connect(protocols?: string[]) {
      const socket = front.socket("ws.localhost", "/live?x=1", protocols);
      socket.binaryType = "nodebuffer";
      const messages: unknown[] = [];
      socket.onmessage = ({ data }) => messages.push(data);
      const closed = new Promise<{ code: number; reason: string }>((resolve) => {
        socket.onclose = ({ code, reason }) => resolve({ code, reason });
      });
      await until("the socket is open", () => socket.readyState === WebSocket.OPEN);
      return { socket, messages, closed };
    }

    test("carry text, bytes, an early greeting and a chosen protocol", async () => {
      const { socket, messages } = await connect(["chat.v1", "chat.v2"]);
      expect(socket.protocol).toBe("chat.v2");
      const large = Buffer.alloc(1_000_000, 7);
      socket.send("hello");
      socket.send(large);
      await until("all is back", () => messages.length === 3);
      expect(messages).toEqual(["welcome", "hello", large]);
      socket.close();
    });

    test("carry the code of a close both ways", async () => {
      const { socket, closed } = await connect();
      socket.send("close 4002");
      expect(await closed).toEqual({ code: 4002, reason: "as asked" });
      const other = await connect();
      other.socket.close(1000, "bye");
      expect(await other.closed).toEqual({ code: 1000, reason: "bye" });
    });

    test("are refused with the status of the service", async () => {
      const response = await front.get("ws.localhost", "/private", {
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
      });
      expect(response.status).toBe(403);
    });
  });
});
