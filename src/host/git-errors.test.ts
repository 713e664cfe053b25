import { describe, expect, test } from "bun:test";
import { gitEnvironment } from "./git-environment.ts";
import { gitProblem } from "./git-errors.ts";

const url = "https://github.com/you/shop";

describe("what git says", () => {
  test.each([
    ["warning: Could not find remote branch nope to clone.\nfatal: Remote branch nope not found", "branch_not_found"],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", "repository_needs_access"],
    ["fatal: Authentication failed for 'https://github.com/you/shop/'", "repository_needs_access"],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", "repository_needs_access"],
    ["git@github.com: Permission denied (publickey).\nfatal: Could not read from remote", "repository_needs_access"],
    ["remote: Repository not found.\nfatal: repository 'https://github.com/you/x/' not found", "repository_not_found"],
    ["fatal: '/x' does not appear to be a git repository", "repository_not_found"],
    ["fatal: remote error: access denied or repository not exported: /x", "repository_not_found"],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", "git_unreachable"],
    ["fatal: unable to access 'https://x/': Failed to connect to x port 443: Connection refused", "git_unreachable"],
    ["ssh: connect to host x port 22: Connection refused", "git_unreachable"],
    ["ssh: connect to host x port 22: Connection timed out", "git_timeout"],
    ["error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec", "git_timeout"],
    ["Host key verification failed.\nfatal: Could not read from remote repository.", "host_key_changed"],
    ["fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate", "git_certificate"],
    ["fatal: transport 'ext' not allowed", "git_protocol"],
    ["fatal: write error: No space left on device", "disk_full"],
    ["fatal: the remote end hung up unexpectedly", "git_failed"],
  ])("%j is %s", (output, code) => {
    const problem = gitProblem(output, { url, branch: "nope" });
    expect(problem.code).toBe(code);
    expect(problem.hint).toBeTruthy();
  });

  test("is shown without the token, however the token comes into it", () => {
    for (const credential of ["s3cr3t", "you:s3cr3t"]) {
      const output = "fatal: bad s3cr3t\nfatal: https://you:s3cr3t@github.com/ hung up on s3cr3t";
      const problem = gitProblem(output, { url, credential });
      expect(problem.summary).toContain("hung up");
      expect(Bun.inspect(problem)).not.toContain("s3cr3t");
    }
  });
});

describe("the environment of git", () => {
  const protocols = "https:ssh";

  test("asks nothing, reads nobody's configuration and allows two protocols", () => {
    expect(gitEnvironment({ protocols }, { url })).toMatchObject({
      GIT_ALLOW_PROTOCOL: "https:ssh",
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
    });
  });

  test("binds a credential to the URL's own host", () => {
    const environment = gitEnvironment(
      { protocols },
      { url: "https://git.example.com:8443/you/shop", credential: "t0k" },
    );
    expect(environment).toMatchObject({
      GIT_CONFIG_KEY_0: "credential.https://git.example.com:8443.helper",
      AUTOSTACK_GIT_USER: "x-access-token",
      AUTOSTACK_GIT_SECRET: "t0k",
    });
    expect(environment.GIT_CONFIG_VALUE_0).not.toContain("t0k");
  });

  test("takes user:token apart, and gives ssh no token", () => {
    expect(gitEnvironment({ protocols }, { url, credential: "you:a:b" })).toMatchObject({
      AUTOSTACK_GIT_USER: "you",
      AUTOSTACK_GIT_SECRET: "a:b",
    });
    const overSsh = gitEnvironment({ protocols }, { url: "ssh://git@github.com/you/shop", credential: "t0k" });
    expect(Object.values(overSsh)).not.toContain("t0k");
  });
});
