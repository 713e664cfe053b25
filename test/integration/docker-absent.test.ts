import { expect, test } from "bun:test";
import { measureAbsentDocker } from "../faults/docker-absent.ts";

test("without Docker AutoStack starts, serves sites, says what is wrong and ends nothing; it takes all up when Docker comes", async () => {
  const { without, end, isSaidAfter } = await measureAbsentDocker();
  expect(without.page).toStartWith("Docker does not answer at ");
  expect(without.doctor).toStartWith("Docker does not answer at ");
  expect(without.site).toMatchObject({ status: 200, text: expect.stringContaining("a page") });
  expect(without.refused).toBe(503);
  expect(without.states).toEqual(["live", "running"]);
  expect({ end, isSaidAfter }).toEqual({ end: "live", isSaidAfter: false });
}, 180_000);
