import { expect, test } from "bun:test";
import { join } from "node:path";
import { detectedTable, withoutFixture } from "./table.ts";

test("every detector has a fixture that shows it", async () => {
  expect(await withoutFixture()).toEqual([]);
});

test("docs/detected.md is what `bun scripts/detected.ts` makes", async () => {
  expect(await Bun.file(join(import.meta.dir, "../../docs/detected.md")).text()).toBe(await detectedTable());
});
