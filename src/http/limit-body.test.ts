import { afterAll, expect, test } from "bun:test";
import { Elysia, t } from "elysia";
import { limitBody } from "./limit-body.ts";

const app = new Elysia()
  .onRequest(limitBody({ streamed: ["/uploads"], formFiles: ["/new/upload"] }))
  .onError(({ error }) => new Response("refused", { status: "status" in error ? Number(error.status) : 500 }))
  .post("/form", ({ body }) => body.text.length, { body: t.Object({ text: t.String() }) })
  .post("/new/upload", ({ body }) => body.text.length, { body: t.Object({ text: t.String() }) })
  .post("/uploads", async ({ request }) => (await request.arrayBuffer()).byteLength, { parse: "none" })
  .listen({ port: 0, hostname: "127.0.0.1" });
afterAll(() => app.stop());

async function post(path: string, body: string | ReadableStream): Promise<[number, string]> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${app.server?.port}${path}`, { method: "POST", headers, body });
  return [answer.status, await answer.text()];
}

const sized = (bytes: number) => JSON.stringify({ text: "x".repeat(bytes) });

test("a form is small, an upload is not", async () => {
  expect(await post("/form", sized(1_000_000))).toEqual([200, "1000000"]);
  expect(await post("/form", sized(2_100_000))).toEqual([413, "refused"]);
  expect(await post("/uploads", sized(2_100_000))).toEqual([200, "2100011"]);
});

test("a form with a file may be larger, but not as large as the memory allows", async () => {
  expect(await post("/new/upload", sized(3_000_000))).toEqual([200, "3000000"]);
  expect(await post("/new/upload", sized(64_000_000))).toEqual([413, "refused"]);
});

test("a form cannot hide its length", async () => {
  const hidden = () => new Blob([sized(10)]).stream().pipeThrough(new TransformStream());
  expect(await post("/form", hidden())).toEqual([411, "refused"]);
  expect(await post("/new/upload", hidden())).toEqual([411, "refused"]);
  expect(await post("/uploads", hidden())).toEqual([200, "21"]);
});
