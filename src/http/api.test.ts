import { afterEach, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { html } from "../lib/html.ts";
import { api } from "./api.ts";
import { respond } from "./respond.ts";

const started: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.stop();
});

const firstPart = Promise.withResolvers<void>();

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
          firstPart.resolve();
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
  // The second half is only sent once the route has a part of the first in its hands: a body that is gathered before never gets there.
  const half = new Uint8Array(1_000_000);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(half);
      await firstPart.promise;
      controller.enqueue(half);
      controller.close();
    },
  });
  const url = `http://127.0.0.1:${app.server?.port}/api/v1/count`;
  const counted = await (await fetch(url, { method: "POST", body })).json();
  expect(counted).toEqual({ bytes: 2_000_000, address: "127.0.0.1" });
});
