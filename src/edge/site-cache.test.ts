import { expect, test } from "bun:test";
import { type Ready, SiteCache } from "./site-cache.ts";

const ready = (bytes: number): Ready => ({
  ...{ status: 200, headers: new Headers(), etag: '"x"', size: bytes },
  body: new Uint8Array(bytes),
});

test("what was not wanted for longest goes first when the limit is reached", () => {
  const cache = new SiteCache(10_000);
  cache.set("a", ready(2000));
  cache.set("b", ready(2000));
  cache.set("c", ready(2000));
  cache.get("a");
  cache.set("d", ready(2000));
  expect(["a", "b", "c", "d"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
  expect(cache.bytes).toBeLessThanOrEqual(10_000);
});

test("setting a key again counts it once, and nothing larger than the limit stays", () => {
  const cache = new SiteCache(10_000);
  for (let count = 0; count < 20; count++) cache.set("a", ready(5000));
  expect(cache.bytes).toBe(6024);
  cache.set("b", ready(20_000));
  expect([cache.get("b"), cache.bytes]).toEqual([undefined, 0]);
});
