import { describe, expect, test } from "bun:test";
import { buildProblem } from "./docker-build.ts";
import { translateDockerError, translateDockerText } from "./docker-errors.ts";

const SOCKET = "/var/run/docker.sock";

describe("what Docker's errors mean", () => {
  test.each([
    ["write /var/lib/docker/tmp/x: no space left on device", "disk_full", 507],
    [
      "Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io: no such host",
      "registry_unreachable",
      502,
    ],
    [
      "pull access denied for nobody/nothing, repository does not exist or may require authorization",
      "image_not_found",
      422,
    ],
    ["docker.io/library/node:99-slim: not found", "image_not_found", 422],
    ["No such image: sha256:0000", "image_missing", 409],
    ['Conflict. The container name "/blog-web" is already in use by container "abc".', "name_taken", 409],
    ["could not find an available, non-overlapping IPv4 address pool among the defaults", "no_network_left", 507],
    [
      'OCI runtime create failed: exec: "nod": executable file not found in $PATH: unknown',
      "start_command_missing",
      422,
    ],
    ["something new", "docker_failed", 502],
  ])("%s", (text, code, status) => {
    expect(translateDockerText(text)).toMatchObject({ code, status });
  });

  test("names the image, the container and the Engine's own sentence", () => {
    expect(translateDockerText("docker.io/library/node:99-slim: not found").summary).toContain("node:99-slim");
    expect(translateDockerText('The container name "/a" is already in use').summary).toContain("named a ");
    const plain = translateDockerText("(HTTP code 500) server error - it broke ");
    expect(plain.summary).toBe("Docker refused: it broke");
  });

  test("tells a missing Engine from a forbidden one", () => {
    const failure = (code: string) => Object.assign(new Error("connect"), { code });
    expect(translateDockerError(failure("ENOENT"), SOCKET).message).toBe(`Docker does not answer at ${SOCKET}.`);
    expect(translateDockerError(failure("EACCES"), SOCKET).message).toBe(`AutoStack may not use Docker at ${SOCKET}.`);
  });

  test("lets an abort through as it is", () => {
    const abort = AbortSignal.abort().reason;
    expect(translateDockerError(abort, SOCKET)).toBe(abort);
  });
});

describe("why a build failed", () => {
  test.each([
    'process "/bin/sh -c npm run build" did not complete successfully: exit code: 1',
    "executor failed running [/bin/sh -c npm run build]: exit code: 1",
  ])("names the command: %s", (text) => {
    expect(buildProblem(text)).toMatchObject({
      code: "build_failed",
      summary: "The build failed: `npm run build` ended with exit code 1.",
    });
  });

  test("a command that was killed most likely wanted memory", () => {
    const text = "executor failed running [/bin/sh -c npm run build]: exit code: 137";
    expect(buildProblem(text)).toMatchObject({ code: "build_killed", hint: expect.stringContaining("memory") });
  });

  test("a Dockerfile that cannot be read is the project's, with its line", () => {
    const text =
      "failed to solve with frontend dockerfile.v0: dockerfile parse error line 2: unknown instruction: RUNN";
    expect(buildProblem(text)).toMatchObject({ code: "bad_dockerfile", status: 422 });
    expect(buildProblem(text).summary).toContain("unknown instruction: RUNN");
  });

  test("a file that COPY names and the source lacks", () => {
    const text = 'failed to compute cache key: "/dist" not found: not found';
    expect(buildProblem(text)).toMatchObject({ code: "file_missing", summary: expect.stringContaining("/dist") });
  });
});
