import { expect, test } from "bun:test";
import { remembered } from "./remembered.ts";

/** Answers 1, 2, 3, … at a time that the test tells. */
function counted(fails = (_asked: number) => false) {
  let at = 0;
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    if (fails(number)) throw new Error(`the ${number}th failed`);
    return number;
  };
  const get = remembered(ask, 100, () => at);
  return {
    get,
    asked: () => asked,
    pass: (durationMs: number) => {
      at += durationMs;
    },
  };
}

test("is asked for once, also by several at a time, for as long as it is fresh", async () => {
  const { get, asked, pass } = counted();
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  pass(99);
  expect(await get()).toBe(1);
  expect(asked()).toBe(1);
});

test("nobody waits for a newer answer", async () => {
  const { get, asked, pass } = counted();
  await get();
  pass(100);
  expect(await get()).toBe(1);
  expect(asked()).toBe(2);
  expect(await get()).toBe(2);
});

test("a failure reaches who waits, and is not remembered", async () => {
  const { get } = counted((asked) => asked === 1);
  await expect(get()).rejects.toThrow("the 1th failed");
  expect(await get()).toBe(2);
});

test("what cannot be asked any more is forgotten", async () => {
  const { get, pass } = counted((asked) => asked > 1);
  await get();
  pass(100);
  expect(await get()).toBe(1);
  await expect(get()).rejects.toThrow("failed");
});
