import { describe, expect, test } from "bun:test";
import { commandIo } from "../../test/support/command-io.ts";
import { ProgressBar, progressLine } from "./progress.ts";

const line = (done: number, total: number, columns = 80) =>
  progressLine({ label: "Uploading blog", done, total }, columns);

describe("the line", () => {
  test("shows how much of how many bytes", () => {
    expect(line(0, 2e6)).toBe(`Uploading blog [${"░".repeat(30)}]   0% 0 B of 2.0 MB`);
    expect(line(1e6, 2e6)).toBe(`Uploading blog [${"█".repeat(15)}${"░".repeat(15)}]  50% 1.0 MB of 2.0 MB`);
    expect(line(2e6, 2e6)).toBe(`Uploading blog [${"█".repeat(30)}] 100% 2.0 MB of 2.0 MB`);
  });

  test("says 100% only at the end, also when there is nothing to send", () => {
    expect(line(1_999_999, 2e6)).toContain(" 99% ");
    expect(line(0, 0)).toContain("100% 0 B of 0 B");
  });

  test("never wraps: first the bar gives way, then the words", () => {
    expect(line(1e6, 2e6, 50)).toMatch(/^Uploading blog \[█+░+\] {2}50% 1\.0 MB of 2\.0 MB$/);
    for (const columns of [0, 1, 10, 30, 40, 41, 42, 50, 60, 80, 200]) {
      expect(line(1e6, 2e6, columns).length).toBeLessThan(Math.max(columns, 1));
    }
    expect(line(1e6, 2e6, 40)).not.toContain("█");
  });
});

describe("the bar", () => {
  test("redraws one line on a terminal, not more often than an eye can follow, and goes at the end", () => {
    const { io, written } = commandIo({ isTerminal: true });
    let now = 0;
    const bar = new ProgressBar(io, "Uploading", 1000, () => now);
    for (let done = 0; done <= 1000; done += 10) {
      now += 10;
      bar.update(done);
    }
    const drawn = written.err.split("\r").length - 1;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(16);
    expect(written.err).toEndWith("100% 1.0 kB of 1.0 kB");
    expect(written.err).not.toContain("\n");
    bar.end();
    expect(written.err).toEndWith("\r\x1b[K");
  });

  test("writes a plain line for each quarter where there is no terminal", () => {
    const { io, written } = commandIo();
    const bar = new ProgressBar(io, "Uploading", 4000);
    for (const done of [0, 500, 1000, 1500, 3500, 4000]) bar.update(done);
    bar.end();
    expect(written.err.split("\n")).toEqual([
      "Uploading: 1.0 kB of 4.0 kB",
      "Uploading: 3.5 kB of 4.0 kB",
      "Uploading: 4.0 kB of 4.0 kB",
      "",
    ]);
  });
});
