import { afterEach, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { html } from "../lib/html.ts";
import { api } from "./api.ts";
import { respond } from "./respond.ts";

const started: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.stop();
});

const firstByte = Promise.withResolvers<void>();

function apiApp() {
  const app = new Elysia();
  return app
    .onRequest(api((request) => app.handle(request)))
    .get("/things/:id", ({ request, params, query }) =>
      respond(request, { page: () => html`<p>${params.id}</p>`, json: () => ({ ...params, ...query }) }),
    )
    .post(
      "/count",
      async ({ request, server }) => {
        let bytes = 0;
        for await (const chunk of request.body ?? []) {
          bytes += chunk.length;
          firstByte.resolve();
        }
        return { bytes, address: server?.requestIP(request)?.address };
      },
      { parse: "none" },
    );
}

test("the API is the same routes, always as JSON", async () => {
  const app = apiApp();
  const get = (path: string, accept = "text/html") =>
    app.handle(new Request(`http://localhost${path}`, { headers: { accept } }));
  expect(await (await get("/things/7")).text()).toBe("<p>7</p>");
  expect(await (await get("/things/7", "application/json")).json()).toEqual({ id: "7" });
  expect(await (await get("/api/v1/things/7?a=b")).json()).toEqual({ id: "7", a: "b" });
  expect((await get("/api/v2/things/7")).status).toBe(404);
  expect((await get("/api/v1/api/v1/things/7")).status).toBe(200);
});

test("an upload by the API is read as it comes, from a server that listens", async () => {
  const app = apiApp().listen({ port: 0, hostname: "127.0.0.1" });
  started.push(app);
  const path = "/api/v1/count";
  const answer = Promise.withResolvers<string>();
  const [head, rest] = [`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\na`, "b"];
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: app.server?.port ?? 0,
    socket: { data: (_socket, data) => answer.resolve(data.toString()) },
  });
  socket.write(head);
  // The rest is only sent once the route has the first byte in its hands: a body that is gathered first never gets there.
  await firstByte.promise;
  socket.write(rest);
  expect(await answer.promise).toContain('{"bytes":2,"address":"127.0.0.1"}');
  socket.end();
});
