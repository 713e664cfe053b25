import { expect, test } from "bun:test";
import { acceptedPackings } from "./accept-encoding.ts";

test.each([
  [null, []],
  ["", []],
  ["gzip, deflate, br, zstd", ["br", "zstd", "gzip"]],
  ["GZIP;q=0.5", ["gzip"]],
  ["br;q=0, zstd; q=0.000, gzip", ["gzip"]],
  ["identity", []],
] as const)("of %j are taken %j", (header, expected) => {
  expect(acceptedPackings(header)).toEqual([...expected]);
  expect(acceptedPackings(header)).toEqual([...expected]);
});
