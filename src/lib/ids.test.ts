import { expect, test } from "bun:test";
import { newId, shortId } from "./ids.ts";

const NOW = 1_800_000_000_000;

test("ids are made of 20 characters that nobody mistakes for others, and sort by age", () => {
  const ids = [0, 1, NOW, NOW + 1, NOW + 60_000].map((at) => newId(at));
  expect(ids.every((id) => /^[0-9a-hjkmnp-tv-z]{20}$/.test(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
});

test("those of one millisecond keep the order in which they were made, and no two are the same, short or long", () => {
  const ids = Array.from({ length: 5000 }, () => newId(NOW));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.map(shortId)).size).toBe(ids.length);
});

test("a clock that jumps between two times makes none twice", () => {
  const ids = Array.from({ length: 5000 }, (_, index) => newId(NOW + (index % 2)));
  expect(new Set(ids).size).toBe(ids.length);
});

test("every character of the part that is chance takes every value", () => {
  const ids = Array.from({ length: 5000 }, (_, index) => newId(NOW + index));
  const values = (place: number) => new Set(ids.map((id) => id[place])).size;
  // The first one is only half used, for the sake of what follows in the same millisecond.
  expect([10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(values)).toEqual([16, 32, 32, 32, 32, 32, 32, 32, 32, 32]);
});
