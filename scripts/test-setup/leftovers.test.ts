import { expect, test } from "bun:test";
import { isLeftover, testName } from "../../test/support/names.ts";

test("what a running test made is not a leftover, what an ended one made is", async () => {
  const ended = Bun.spawn(["true"]);
  await ended.exited;
  expect(isLeftover(testName())).toBe(false);
  expect(isLeftover(`autostack-test-${ended.pid}-9f2c-web`)).toBe(true);
  expect(isLeftover(`/autostack-test-${ended.pid}-9f2c`)).toBe(true);
});

test("the images that tests stand on and other people's objects are no leftovers", () => {
  for (const name of ["autostack-test-base:bookworm", "blog-d2-web", "my-autostack-test-1-a", ""]) {
    expect(isLeftover(name)).toBe(false);
  }
});
