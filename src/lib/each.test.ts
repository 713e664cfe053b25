import { expect, test } from "bun:test";
import { eachAtOnce } from "./each.ts";

test("every item is worked on once, in order, and never more at a time than allowed", async () => {
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  await eachAtOnce(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
    begun.push(item);
    most = Math.max(most, ++underWay);
    await Promise.resolve();
    underWay--;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("a failure reaches the caller", async () => {
  const work = async (item: number) => {
    if (item === 2) throw new Error("two");
  };
  await expect(eachAtOnce(2, [1, 2, 3], work)).rejects.toThrow("two");
});

test("after a failure nothing more is begun", async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    throw new Error("every one");
  };
  await expect(eachAtOnce(2, [1, 2, 3, 4], work)).rejects.toThrow("every one");
  expect(begun).toEqual([1, 2]);
});

test("nothing to do is no work", async () => {
  await eachAtOnce(4, [], () => Promise.reject(new Error("called")));
});
