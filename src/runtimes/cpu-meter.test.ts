import { expect, test } from "bun:test";
import { CpuMeter } from "./cpu-meter.ts";

test("the first reading tells the mean since the start, each later one what was used since", () => {
  const meter = new CpuMeter();
  expect(meter.cpus("web", { since: 1000, at: 3000, cpuMs: 1000 })).toBe(0.5);
  expect(meter.cpus("web", { since: 1000, at: 4000, cpuMs: 3000 })).toBe(2);
  expect(meter.cpus("web", { since: 1000, at: 5000, cpuMs: 3000 })).toBe(0);
});

test("what a service used in its first moment is not taken for many processors", () => {
  const meter = new CpuMeter();
  expect(meter.cpus("web", { since: 1000, at: 1013, cpuMs: 40 })).toBe(0.2);
  expect(meter.cpus("web", { since: 1000, at: 1500, cpuMs: 527 })).toBe(1);
});

test("a service that was started again is read from its new start", () => {
  const meter = new CpuMeter();
  meter.cpus("web", { since: 0, at: 10_000, cpuMs: 9000 });
  expect(meter.cpus("web", { since: 11_000, at: 12_000, cpuMs: 250 })).toBe(0.25);
  meter.forget("web");
  expect(meter.cpus("web", { since: 11_000, at: 13_000, cpuMs: 1000 })).toBe(0.5);
});

test("two who ask in the same moment get the same answer", () => {
  const meter = new CpuMeter();
  meter.cpus("web", { since: 0, at: 1000, cpuMs: 500 });
  expect(meter.cpus("web", { since: 0, at: 1001, cpuMs: 510 })).toBe(0.5);
  expect(meter.cpus("worker", { since: 0, at: 1000, cpuMs: 100 })).toBe(0.1);
});
