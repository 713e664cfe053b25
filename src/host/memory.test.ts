import { expect, test } from "bun:test";
import { MEGABYTE } from "../lib/bytes.ts";
import { tidier } from "./memory.ts";

test("memory is collected at first, and then only after it has grown by much", () => {
  let residentBytes = 100 * MEGABYTE;
  let collected = 0;
  const collect = () => {
    collected++;
    residentBytes = 70 * MEGABYTE;
  };
  const tidy = tidier({ residentBytes: () => residentBytes, collect });
  tidy();
  expect(collected).toBe(1);
  residentBytes = 75 * MEGABYTE;
  tidy();
  expect(collected).toBe(1);
  residentBytes = 90 * MEGABYTE;
  tidy();
  expect(collected).toBe(2);
});
