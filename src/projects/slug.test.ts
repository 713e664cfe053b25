import { expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { checkSlug, suggestSlug } from "./slug.ts";

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
  ["https://example.com/me/shop.git", "shop"],
  ["site.tar.gz", "site"],
  ["API", "my-api"],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("%j suggests %s", (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
  expect(checkSlug(slug)).toBe(slug);
});
