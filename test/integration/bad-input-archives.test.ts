import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { GIGABYTE, MEGABYTE } from "#src/lib/bytes.ts";
import { zipBytes } from "../support/archive-bytes.ts";
import { eventually } from "../support/eventually.ts";
import { rawRequest } from "../support/raw-request.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";
import { fingerprint } from "./fingerprint.ts";
import { expectNoInsides, expectRefused } from "./refused.ts";

const MINUTES_MS = 120_000;
const PAGE = zipOf(pageOf("fine"));

let stack: RunningAutoStack;

beforeAll(async () => {
  const env = { AUTOSTACK_SOURCE_LIMIT: "100MB", AUTOSTACK_SOURCE_FILES: "2000" };
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded", env });
  // Folders are made by the first upload and stay.
  const { deployment } = await stack.api.launchUpload("page", PAGE);
  await stack.api.live("page", deployment);
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

describe("an archive", () => {
  const bomb = zipBytes([{ name: "index.html", content: Buffer.alloc(99 * MEGABYTE) }]);
  const ARCHIVES: [string, Uint8Array][] = [
    ["climbs out", zipBytes([{ name: "../../etc/cron.d/evil", content: "x" }])],
    ["has an absolute path", zipBytes([{ name: "/etc/cron.d/evil", content: "x" }])],
    ["climbs out by a link", zipBytes([{ name: "out", content: "../../..", mode: 0o120777, stored: true }])],
    ["is a bomb by its ratio", bomb],
    ["is a bomb by its count", zipBytes(Array.from({ length: 2500 }, (_, index) => ({ name: `${index}.txt` })))],
    ["lies about its size", zipBytes([{ name: "a.txt", content: "x".repeat(5000), claims: { size: 10 } }])],
    ["is damaged", PAGE.slice(0, 60)],
    ["is no archive", new TextEncoder().encode("<html>not an archive at all</html>")],
    ["is empty", new Uint8Array()],
  ];

  test.each(ARCHIVES)("that %s is refused, for programs and on the page", async (_what, archive) => {
    const body = archive as Uint8Array<ArrayBuffer>;
    const refusal = await expectRefused(stack, "PUT", "/uploads?name=evil.zip", { body });
    expect(refusal).toMatchObject({ field: "file" });
    expect([413, 422]).toContain(refusal.status);
    const before = await fingerprint(stack);
    const headers = { authorization: stack.api.bearer, accept: "text/html" };
    const page = await fetch(`${stack.url}/uploads?name=evil.zip`, { method: "PUT", headers, body });
    expect(page.status).toBe(refusal.status);
    const text = await page.text();
    expect(text).toContain("<");
    expectNoInsides(stack, text);
    expect(await fingerprint(stack)).toEqual(before);
  });

  const put = (...headers: string[]) => [
    "PUT /api/v1/uploads?name=large.zip HTTP/1.1",
    `authorization: ${stack.api.bearer}`,
    ...headers,
  ];

  test("of 3 GB is refused by what it declares, before it is sent", async () => {
    const before = await fingerprint(stack);
    const answer = await rawRequest(stack.url, put(`content-length: ${3 * GIGABYTE}`), zeros(3 * GIGABYTE));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('"field":"file"');
    expect(answer.sentBytes).toBeLessThan(100 * MEGABYTE);
    expect(await fingerprint(stack)).toEqual(before);
  });

  test(
    "of 3 GB that does not say so is refused at the limit, and never held in memory",
    async () => {
      const before = await fingerprint(stack);
      const memory = watchMemory();
      const answer = await rawRequest(stack.url, put("transfer-encoding: chunked"), inChunks(zeros(3 * GIGABYTE)));
      const grownBytes = memory.end();
      expect(answer.status).toBe(413);
      expect(answer.text).toContain('"field":"file"');
      expect(answer.sentBytes).toBeLessThan(2 * GIGABYTE);
      // The sender's own buffers live in this process too; 1 GB would be the upload.
      expect(grownBytes).toBeLessThan(600 * MEGABYTE);
      expect(await fingerprint(stack)).toEqual(before);
    },
    MINUTES_MS,
  );

  test("of 3 GB in a form, which would be held in memory, is refused before it is read, whoever sends it", async () => {
    for (const path of ["/new/upload", "/api/v1/new/upload", "/projects/page/deployments/upload"]) {
      const head = [
        `POST ${path} HTTP/1.1`,
        "accept: application/json",
        "content-type: multipart/form-data; boundary=b",
      ];
      const length = `content-length: ${3 * GIGABYTE}`;
      const answer = await rawRequest(stack.url, [...head, length], zeros(3 * GIGABYTE));
      expect([path, answer.status]).toEqual([path, 413]);
      expect(answer.text).toContain('"field":"file"');
      expect(answer.sentBytes).toBeLessThan(100 * MEGABYTE);
    }
  });

  test("that breaks off leaves nothing", async () => {
    const before = await fingerprint(stack);
    const sending = new AbortController();
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new Uint8Array(PAGE));
        await Bun.sleep(20);
      },
    });
    const sent = stack.api.send("PUT", "/uploads?name=a.zip", { body, signal: sending.signal }).catch((error) => error);
    await Bun.sleep(200);
    sending.abort();
    expect(await sent).toBeInstanceOf(Error);
    await eventually("the removal of what came", async () => Bun.deepEquals(await fingerprint(stack), before));
  });
});

/** By how much this process was larger at most than at the beginning. */
function watchMemory() {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  return {
    end() {
      clearInterval(timer);
      return most - before;
    },
  };
}

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(4 * MEGABYTE);
  // It begins as a zip does, or it would be refused for that.
  const first = new Uint8Array(4 * MEGABYTE);
  first.set(PAGE);
  yield first;
  for (let sent = chunk.length; sent < bytes; sent += chunk.length) yield chunk;
}

async function* inChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield Buffer.from(`${chunk.length.toString(16)}\r\n`);
    yield chunk;
    yield Buffer.from("\r\n");
  }
  yield Buffer.from("0\r\n\r\n");
}
