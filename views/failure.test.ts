import { expect, test } from "bun:test";
import type { ProvedCauses } from "../src/deployments/diagnosis.ts";
import { crashed, failed } from "./failure.ts";

const finding = (title: string, line: number) => ({
  ...{ rule: "a", title, explanation: "The `lockfile` is old.", fix: "Run npm install." },
  evidence: [{ line, text: "<b>npm error</b>" }],
});
const proved = (of: ProvedCauses["of"], ...titles: string[]): ProvedCauses => ({
  ...{ of, at: Date.UTC(2026, 0, 2, 3, 4) },
  findings: titles.map((title, index) => finding(title, 40 + index)),
});
const problem = { code: "build_failed", summary: "The build failed.", hint: "Look into its log." };
const failure = (diagnosis: ProvedCauses | null) =>
  failed({ name: "failed", stage: "build", problem }, diagnosis).toString();

test("what the log proves comes first, and each line leads to its place in the log", () => {
  const markup = failure(proved("failure", "The lockfile is old"));
  expect(markup.indexOf("The lockfile is old")).toBeLessThan(markup.indexOf("The build failed."));
  expect(markup).toContain('href="#L40"');
  expect(markup).toContain("&lt;b&gt;npm error&lt;/b&gt;");
  expect(markup).toContain("What to do</strong>Run npm install.");
  expect(markup).not.toContain("Look into its log.");
});

test("less certain causes wait behind a word", () => {
  expect(failure(proved("failure", "One", "Another"))).toMatch(/<details[\s\S]*Also seen in the log[\s\S]*Another/);
  expect(failure(proved("failure", "One"))).not.toContain("<details");
});

test("without a proof AutoStack says only what it saw itself", () => {
  const markup = failure(null);
  expect(markup).toContain("<h2>The build failed.</h2>");
  expect(markup).toContain("What to do</strong>Look into its log.");
  expect(markup).not.toContain("evidence");
});

test("a crash of what is live says when, why, and where the service's log is", () => {
  const markup = String(crashed({ project: { slug: "shop" }, diagnosis: proved("crash", "Redis is gone") }));
  expect(markup).toContain("2026-01-02 03:04 UTC");
  expect(markup).toContain("Redis is gone");
  expect(markup).toContain('href="/projects/shop/logs"');
  expect(markup).not.toContain("#L40");
});

test("what failed once is no crash", () => {
  expect(crashed({ project: { slug: "shop" }, diagnosis: proved("failure", "One") })).toBeNull();
  expect(crashed({ project: { slug: "shop" }, diagnosis: null })).toBeNull();
});
