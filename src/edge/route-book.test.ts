import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import { OPEN, type Route } from "./route.ts";
import { RouteBook } from "./route-book.ts";

let folder: string;
let book: RouteBook;

const route = (hostname: string, port = 4000): Route => ({
  hostname,
  port: null,
  backends: [{ release: "r1", weight: 1, targets: [{ kind: "server", address: "127.0.0.1", port }] }],
  gate: OPEN,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-book-"));
  book = new RouteBook(realFiles, folder);
});

afterEach(() => rm(folder, { recursive: true }));

test("the routes are there again after a restart", async () => {
  await book.replace("env-1", [route("a.localhost"), route("b.localhost")]);
  await book.replace("env-1", [route("b.localhost", 4001)]);
  await book.replace("env-2", [route("c.localhost")]);
  await book.replace("env-2", []);
  const reopened = new RouteBook(realFiles, folder);
  await reopened.load();
  expect(Object.fromEntries(reopened.owners())).toEqual({ "env-1": [route("b.localhost", 4001)] });
  expect(reopened.find("b.localhost")).toEqual({ owner: "env-1", route: route("b.localhost", 4001) });
  expect(reopened.find("a.localhost")).toBeUndefined();
});

test("an owner cannot take the hostname of another, and the refusal changes nothing", async () => {
  await book.replace("env-1", [route("a.localhost")]);
  await expect((async () => book.replace("env-2", [route("b.localhost"), route("a.localhost")]))()).rejects.toThrow(
    "a.localhost already leads to something else",
  );
  expect(book.find("b.localhost")).toBeUndefined();
  expect(book.of("env-2")).toEqual([]);
});

test("changes at the same time all reach the disk", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => book.replace(`env-${n}`, [route(`a${n}.localhost`)])));
  const reopened = new RouteBook(realFiles, folder);
  await reopened.load();
  expect(reopened.owners().size).toBe(20);
});

test.each(["{", '{"env-1":[{"hostname":"a.localhost","port":null,"target":{}}]}'])(
  "the book %s is an empty one",
  async (text) => {
    await Bun.write(join(folder, "routes.json"), text);
    await book.load();
    expect(book.owners().size).toBe(0);
  },
);
