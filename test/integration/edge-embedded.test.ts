import { afterEach, beforeEach, expect, test } from "bun:test";
import { createServer } from "node:net";
import { EmbeddedEdge } from "#src/edge/embedded.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { embeddedFront, machine, route, Started, until } from "./edge-parts.ts";

let started: Started;

beforeEach(() => {
  started = new Started();
});
afterEach(() => started.end());

test("the routes are there again after a restart", async () => {
  const before = new Started();
  const front = await embeddedFront(before, { dataFolder: await started.folder() });
  await front.edge.apply("env-1", [
    route(
      "a.localhost",
      started.service(() => new Response("a")),
    ),
  ]);
  await before.end();
  const again = await embeddedFront(started, { dataFolder: front.dataFolder, port: front.port });
  expect(await (await again.get("a.localhost")).text()).toBe("a");
});

test("an app sees no cookie of the control plane and sets none for its neighbours", async () => {
  const front = await embeddedFront(started);
  const service = started.service((request) => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1; Domain=localhost; Path=/");
    headers.append("set-cookie", "autostack_session=stolen; Path=/");
    return new Response(request.headers.get("cookie") ?? "none", { headers });
  });
  await front.edge.apply("env-1", [route("a.localhost", service)]);
  const cookie = "x=1; autostack_session=secret; __Host-autostack_session=secret; y=2";
  const response = await front.get("a.localhost", "/", { headers: { cookie } });
  expect(await response.text()).toBe("x=1; y=2");
  expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/"]);
  const alone = await front.get("a.localhost", "/", { headers: { cookie: "autostack_session=secret" } });
  expect(await alone.text()).toBe("none");
});

test("five hundred open event streams keep nobody else waiting", async () => {
  const front = await embeddedFront(started);
  const service = started.service((request) =>
    new URL(request.url).pathname === "/events"
      ? new Response(new ReadableStream({ start: (controller) => controller.enqueue("data: 1\n\n") }))
      : new Response("quick"),
  );
  await front.edge.apply("env-1", [route("a.localhost", service)]);
  const held = await Promise.all(Array.from({ length: 500 }, () => holdOpen(front.port)));
  expect(held.every((status) => status.startsWith("HTTP/1.1 200"))).toBe(true);
  expect(await (await front.get("a.localhost")).text()).toBe("quick");
});

/** Opens the event stream by a connection of its own (`fetch` holds 256 at most) and resolves with the first line. */
async function holdOpen(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: { data: (_socket, data) => resolve(String(data).split("\r\n")[0] ?? "") },
  });
  started.add(() => socket.end());
  socket.write("GET /events HTTP/1.1\r\nHost: a.localhost\r\n\r\n");
  return promise;
}

test("an answer that breaks off reaches the visitor as broken, not as complete", async () => {
  const front = await embeddedFront(started);
  const server = createServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", () => socket.destroy());
  });
  const port = await realProcesses.freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  started.add(() => server.close());
  await front.edge.apply("env-1", [route("a.localhost", { kind: "server", address: "127.0.0.1", port })]);
  await expect(front.get("a.localhost").then((response) => response.text())).rejects.toThrow();
});

test("a kept connection that the service closes meanwhile costs no request", async () => {
  const front = await embeddedFront(started);
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    // Answers the first request and hangs up at the second, as a service does whose keep-alive time is over.
    let requests = 0;
    socket.on("data", () => {
      if (requests++ > 0) socket.destroy();
      else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
  });
  const port = await realProcesses.freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  started.add(() => server.close());
  await front.edge.apply("env-1", [route("a.localhost", { kind: "server", address: "127.0.0.1", port })]);
  for (let count = 0; count < 4; count++) expect((await front.get("a.localhost")).status).toBe(200);
  expect(connections).toBe(4);
});

test("a project with a port of its own answers there for any name, until it is removed", async () => {
  const front = await embeddedFront(started);
  const port = await realProcesses.freePort();
  const ask = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
  const at = (name: string) => [
    {
      ...route(
        "p.localhost",
        started.service(() => new Response(name)),
      ),
      port,
    },
  ];
  await front.edge.apply("env-1", at("one"));
  expect(await ask()).toBe("one");
  await front.edge.apply("env-1", at("two"));
  expect(await ask()).toBe("two");
  expect(front.edge.origin({ hostname: "p.localhost", port })).toBe(`http://localhost:${port}`);
  await expect(front.edge.apply("env-2", [{ ...at("x")[0], hostname: "q.localhost" } as never])).rejects.toMatchObject({
    status: 409,
  });
  await front.edge.apply("env-1", []);
  await until("the port is closed", () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => false,
      () => true,
    ),
  );
});

test("a port that another program has is refused, and reported after a restart", async () => {
  const dataFolder = await started.folder();
  const blocker = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("other") });
  started.add(() => blocker.stop(true));
  const front = await embeddedFront(started, { dataFolder });
  const target = started.service(() => new Response("mine"));
  const taken = { ...route("p.localhost", target), port: blocker.port ?? 0 };
  await expect(front.edge.apply("env-1", [taken])).rejects.toMatchObject({ code: "port_taken", status: 409 });
  expect((await front.get("p.localhost")).status).toBe(404);
  await Bun.write(`${dataFolder}/edge/routes.json`, JSON.stringify({ "env-1": [taken] }));
  const settings = { dataFolder, address: "127.0.0.1", port: front.port, baseDomain: null, publicUrl: null };
  const again = new EmbeddedEdge(machine, settings);
  started.add(() => again.stop());
  await again.start();
  expect(await again.problem()).toContain(`Port ${blocker.port} is used by another program.`);
});
