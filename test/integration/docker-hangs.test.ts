import { expect, test } from "bun:test";
import { measureHangingDocker } from "../faults/docker-hangs.ts";

test("while Docker hangs the control plane answers and says what is wrong, and it sees when Docker is back", async () => {
  const { problem, firstMs, pageP95Ms, callMs, backMs } = await measureHangingDocker();
  expect(problem).toStartWith("Docker does not answer at ");
  expect(firstMs).toBeLessThan(6000);
  // No page waits for a call that hangs.
  expect(pageP95Ms).toBeLessThan(callMs);
  expect(callMs).toBeLessThan(12_000);
  expect(backMs).toBeLessThan(15_000);
});
