import { expect, test } from "bun:test";
import { OneAtATime } from "./one-at-a-time.ts";

test("works on one thing in the order it was asked for, and on another meanwhile", async () => {
  const turns = new OneAtATime();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const a = turns.run("a", async () => {
    await first.promise;
    done.push("a1");
  });
  const again = turns.run("a", async () => void done.push("a2"));
  await turns.run("b", async () => void done.push("b"));
  expect(done).toEqual(["b"]);
  first.resolve();
  await Promise.all([a, again]);
  expect(done).toEqual(["b", "a1", "a2"]);
});

test("goes on after work that failed, and is idle in the end", async () => {
  const turns = new OneAtATime();
  const failing = turns.run("a", () => Promise.reject(new Error("no")));
  expect(turns.isBusy("a")).toBe(true);
  const next = turns.run("a", async () => 7);
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe(7);
  await Promise.resolve().then(() => Promise.resolve());
  expect(turns.isBusy("a")).toBe(false);
});
