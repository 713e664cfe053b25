import { expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { checkSlug, deploymentHostname, previewHostname, productionHostname, suggestSlug } from "./hostnames.ts";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const labelOf = (hostname: string) => hostname.split(".")[0] ?? "";

function refusal(text: string): AppError {
  try {
    checkSlug(text);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${JSON.stringify(text)} was accepted`);
}

test.each(["a", "blog", "my-blog-2", "0day", "a".repeat(40), "x--y"])("%s is a slug", (slug) => {
  expect(checkSlug(slug)).toBe(slug);
});

test.each(["", "-a", "a-", "A", "a_b", "a.b", "../x", "a b", "a\n", "bücher", "a".repeat(41), "`", "{{env}}", "a/b"])(
  "%j is refused beside its field, with a name that would do",
  (text) => {
    const error = refusal(text);
    expect(error).toMatchObject({ status: 422, field: "slug", code: "invalid_slug" });
    const example = error.hint?.split("For example: ")[1] ?? "";
    expect(checkSlug(example)).toBe(example);
  },
);

test.each(["www", "api", "admin", "dashboard", "autostack"])("%s is AutoStack's own name", (slug) => {
  expect(refusal(slug).summary).toContain("reserved");
});

test.each([
  ["My Blög!", "my-blog"],
  ["  next.js_site ", "next-js-site"],
  ["../x", "x"],
  ["Привет", "project"],
  ["API", "my-api"],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("%j suggests %s", (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
  expect(checkSlug(slug)).toBe(slug);
});

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
