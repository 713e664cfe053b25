import { afterEach, expect, test } from "bun:test";
import { ServiceProxy } from "./proxy.ts";
import type { ServerTarget } from "./route.ts";

const client = { address: "10.0.0.9", scheme: "http", believesForwarded: false } as const;
const proxy = new ServiceProxy("localhost", 50);
const count = () => ({ requests: 0, errors: 0, open: 0 });
const servers: Bun.Server<undefined>[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(true)));
});

function service(answer: (request: Request) => Response | Promise<Response>): ServerTarget {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
  servers.push(server);
  return { kind: "server", address: "127.0.0.1", port: server.port ?? 0 };
}

const ask = (target: ServerTarget, init: RequestInit = {}) =>
  proxy.forward(
    new Request("http://a.localhost/x", { ...init, headers: { host: "a.localhost", ...init.headers } }),
    target,
    client,
    count(),
  );

const never = () => new Promise<Response>(() => undefined);

test("a service that takes the request and never begins to answer is a 504", async () => {
  const response = await ask(service(never), { headers: { accept: "text/html" } });
  expect(response.status).toBe(504);
  expect(await response.text()).toContain("a.localhost took the request");
});

test("an answer that has begun may take its time", async () => {
  const slow = service(
    () =>
      new Response(
        new ReadableStream({
          async start(controller) {
            controller.enqueue("begin, ");
            await Bun.sleep(120);
            controller.enqueue("end");
            controller.close();
          },
        }),
      ),
  );
  expect(await (await ask(slow)).text()).toBe("begin, end");
});

test("a service that does not listen is a 502 that names the site and escapes it", async () => {
  const target: ServerTarget = { kind: "server", address: "127.0.0.1", port: 1 };
  const response = await ask(target, { headers: { accept: "text/html", host: "<b>.localhost" } });
  expect(response.status).toBe(502);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.text()).toContain("&lt;b&gt;.localhost is deployed");
});

test("a program gets the same as a line of text", async () => {
  const response = await ask({ kind: "server", address: "127.0.0.1", port: 1 });
  expect(response.headers.get("content-type")).toStartWith("text/plain");
  expect(await response.text()).toStartWith("The app does not answer. a.localhost");
});

test("a request with a body is never sent twice", async () => {
  let connections = 0;
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: () => {
        connections++;
      },
      data: (socket) => void socket.end(),
    },
  });
  try {
    const target: ServerTarget = { kind: "server", address: "127.0.0.1", port: server.port };
    expect((await ask(target, { method: "POST", body: "pay" })).status).toBe(502);
    expect(connections).toBe(1);
    expect((await ask(target)).status).toBe(502);
    expect(connections).toBe(3);
  } finally {
    server.stop(true);
  }
});

test("a visitor who leaves while the service thinks ends the request there too", async () => {
  let ended = false;
  const target = service((request) => {
    request.signal.addEventListener("abort", () => {
      ended = true;
    });
    return never();
  });
  const visitor = new AbortController();
  const answer = new ServiceProxy(null).forward(
    new Request("http://a.localhost/", { signal: visitor.signal }),
    target,
    client,
    count(),
  );
  setTimeout(() => visitor.abort(), 20);
  expect((await answer).status).toBe(502);
  const deadline = Date.now() + 2000;
  while (!ended && Date.now() < deadline) await Bun.sleep(5);
  expect(ended).toBe(true);
});
