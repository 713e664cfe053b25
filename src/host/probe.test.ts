import { afterEach, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import { probeHttp, probeTcp } from "./probe.ts";

const opened: { stop(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.stop()));
});

function serve(fetch: (request: Request) => Response): string {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
  opened.push({ stop: () => server.stop(true) });
  return `localhost:${server.port}`;
}

/** A server that does to each connection what the test says. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push({
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function closedPort(): Promise<number> {
  const port = await listen(() => undefined);
  await opened.pop()?.stop();
  return port;
}

test("a TCP probe tells something that listens from nothing", async () => {
  const port = await listen(() => undefined);
  expect(await probeTcp("127.0.0.1", port, 1000)).toEqual({ kind: "answered", status: 0 });
  expect(await probeTcp("127.0.0.1", await closedPort(), 1000)).toEqual({ kind: "refused" });
});

test("an HTTP probe gives the status, and does not follow a redirect", async () => {
  const host = serve((request) =>
    new URL(request.url).pathname === "/moved" ? Response.redirect("/gone") : new Response("no", { status: 503 }),
  );
  expect(await probeHttp(`http://${host}/`, 1000)).toEqual({ kind: "answered", status: 503 });
  expect(await probeHttp(`http://${host}/moved`, 1000)).toEqual({ kind: "answered", status: 302 });
});

test("names below localhost are this machine, and a host header asks for another site", async () => {
  const host = serve((request) => new Response(null, { status: request.headers.get("host") === "a.test" ? 204 : 404 }));
  expect(await probeHttp(`http://hello.${host}/`, 1000)).toEqual({ kind: "answered", status: 404 });
  expect(await probeHttp(`http://hello.${host}/`, 1000, { host: "a.test" })).toEqual({ kind: "answered", status: 204 });
});

test("a service that takes the connection and says nothing is a time-out", async () => {
  const port = await listen(() => undefined);
  expect(await probeHttp(`http://127.0.0.1:${port}/`, 50)).toEqual({ kind: "timeout" });
});

test("a service that hangs up or speaks something else has failed, which is not the same as refused", async () => {
  const hangsUp = await listen((socket) => socket.destroy());
  const speaksRedis = await listen((socket) => socket.end("-ERR unknown command\r\n"));
  expect((await probeHttp(`http://127.0.0.1:${hangsUp}/`, 1000)).kind).toBe("failed");
  expect((await probeHttp(`http://127.0.0.1:${speaksRedis}/`, 1000)).kind).toBe("failed");
  expect(await probeHttp(`http://127.0.0.1:${await closedPort()}/`, 1000)).toEqual({ kind: "refused" });
});
