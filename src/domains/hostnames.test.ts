import { expect, test } from "bun:test";
import { deploymentHostname, previewHostname, productionHostname } from "./hostnames.ts";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const labelOf = (hostname: string) => hostname.split(".")[0] ?? "";

test("production, a plain branch and a deployment read as they are named", () => {
  expect(productionHostname("blog", "localhost")).toBe("blog.localhost");
  expect(previewHostname("blog", "staging", "example.com")).toBe("blog-staging.example.com");
  expect(deploymentHostname("blog", "d2f3a4b", "localhost")).toBe("blog-d2f3a4b.localhost");
});

test("branches that would fall together stay apart", () => {
  const names = ["feat/a", "feat-a", "feat_a", "Feat-A", "feat--a", "-feat-a"].map((branch) =>
    previewHostname("blog", branch, "localhost"),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toMatch(/^blog-feat-a-[0-9a-f]{6}\.localhost$/);
  expect(names[1]).toBe("blog-feat-a.localhost");
});

test.each(["x".repeat(200), "ünïcode/🎉", "🎉", "..", "`) || Host(`evil", "{{ env `HOME` }}", "a".repeat(21)])(
  "branch %j makes one valid label",
  (branch) => {
    expect(labelOf(previewHostname("s".repeat(40), branch, "localhost"))).toMatch(LABEL);
    expect(labelOf(previewHostname("s", branch, "localhost", true))).toMatch(LABEL);
  },
);

test("long branches that differ only at the end stay apart", () => {
  const [one, two] = ["1", "2"].map((end) => previewHostname("blog", "b".repeat(100) + end, "localhost"));
  expect(one).not.toBe(two);
});
