import { expect, test } from "bun:test";
import { measureFullDisk } from "../faults/disk-full.ts";

test("on a full disk deployments wait and say why, what is live goes on, and nothing is damaged", async () => {
  const { filling, waitsFor, refusal, pages, resumedMs, failures, database, back } = await measureFullDisk(6000);
  expect(filling.state).toMatchObject({ name: "failed", stage: "build" });
  expect(filling.keptBytes).toBeLessThan(1_000_000);
  expect(waitsFor).toMatch(/^The disk has too little room: 1\d\.\d MB are free, and deployments need 24\.0 MB/);
  expect(refusal).toMatchObject({ status: 507, code: "disk_full" });
  expect(new Set(pages)).toEqual(new Set([200]));
  expect(resumedMs).toBeLessThan(15_000);
  expect(failures).toEqual([]);
  expect(database).toBe("ok");
  expect(back.deployment.state.name).toBe("live");
}, 120_000);
