import { describe, expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { checkBranch, checkFolder, parseGitUrl } from "./git-source.ts";

function refusal(work: () => unknown): AppError {
  try {
    throw new Error(`accepted as ${JSON.stringify(work())}`);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe("a repository's URL", () => {
  test.each([
    ["https://github.com/you/shop.git", "https://github.com/you/shop.git"],
    ["  https://gitlab.example.com:8443/group/sub/shop ", "https://gitlab.example.com:8443/group/sub/shop"],
    ["HTTPS://GitHub.com/You/Shop", "https://github.com/You/Shop"],
    ["github.com/you/shop", "https://github.com/you/shop"],
    ["git@github.com:you/shop.git", "ssh://git@github.com/you/shop.git"],
    ["ssh://git@example.com:2222/~you/shop.git", "ssh://git@example.com:2222/~you/shop.git"],
    ["https://dev.example.com/a%20b/_git/shop", "https://dev.example.com/a%20b/_git/shop"],
  ])("%s is taken as %s", (typed, url) => {
    expect(parseGitUrl(typed)).toBe(url);
  });

  test.each([
    "",
    "ext::sh -c id",
    "ext::sh%20-c%20id",
    "fd::17",
    "file:///etc",
    "/etc",
    "./repository",
    "../repository",
    "--upload-pack=touch /tmp/x",
    "-u",
    "-oProxyCommand=id@host:x",
    "http://github.com/you/shop",
    "git://github.com/you/shop",
    "ftp://github.com/you/shop",
    "javascript:alert(1)",
    "https://github.com",
    "https://github.com/",
    "https://github.com/you/shop?x=1",
    "https://github.com/you/shop#main",
    "https://github.com/you/shop\nx",
    "https://github.com/you/\u0000shop",
    "https://github.com/you/sh\u200bop",
    "https://github.com/you/sh\ue000op",
    "https://github.com/you/my shop",
    "https://github.com/you/$(id)",
    "ssh://-oProxyCommand=id/x",
    "ssh://-x@example.com/shop",
    "ssh://example.com/shop",
    "git@-host:shop",
    "git@github.com:$(id)",
    `https://github.com/${"x".repeat(2001)}`,
  ])("%j is refused", (typed) => {
    const error = refusal(() => parseGitUrl(typed));
    expect({ field: error.field, status: error.status }).toEqual({ field: "url", status: 422 });
  });

  test("with a token in it is refused, and the message sends the token to its own field without repeating it", () => {
    for (const typed of ["https://you:s3cret@github.com/you/shop", "https://s3cret@github.com/you/shop"]) {
      const error = refusal(() => parseGitUrl(typed));
      expect(error.hint).toContain("token");
      expect(JSON.stringify(error)).not.toContain("s3cret");
    }
    expect(JSON.stringify(refusal(() => parseGitUrl("ssh://git:s3cret@github.com/shop")))).not.toContain("s3cret");
  });
});

describe("a branch", () => {
  test.each(["main", "feature/login", "v1.2.3", "release-2026_11", "dependabot/npm/@types/node-1", "größe", "fix#12"])(
    "%s is accepted",
    (name) => {
      expect(checkBranch(` ${name} `)).toBe(name);
    },
  );

  test.each([
    ...["", " ", "a;id", "-x", "--upload-pack=id", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b"],
    ...["@{u}", "a@{1}", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "$(id)", "a`id`", "a\u0000"],
    "x".repeat(201),
  ])("%j is refused", (name) => {
    expect(refusal(() => checkBranch(name)).field).toBe("branch");
  });
});

describe("a folder of a repository", () => {
  test.each([
    ["apps/web", "apps/web"],
    ["./apps//web/", "apps/web"],
    ["", null],
    [".", null],
  ])("%j means %j", (typed, folder) => {
    expect(checkFolder(typed)).toBe(folder);
  });

  test.each(["..", "../x", "a/../b", "/etc", "a\\b", "a\u0000", ".git", "a/.GIT/hooks", "x".repeat(501)])(
    "%j is refused",
    (typed) => {
      expect(refusal(() => checkFolder(typed)).field).toBe("folder");
    },
  );
});
