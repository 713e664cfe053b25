import { describe, expect, test } from "bun:test";
import { installLine } from "../script.ts";
import { exactInstall } from "./install-lines.ts";

/** What a shell does with the line when the manager's own program ends as told: its output and its exit code. */
function run(line: string, program: string) {
  const result = Bun.spawnSync(["sh", "-c", `npm() { ${program}\n}\n${line}`]);
  return { exitCode: result.exitCode, out: result.stdout.toString(), err: result.stderr.toString() };
}

describe("an exact install", () => {
  const line = installLine(exactInstall("npm")) ?? "";

  test("that succeeds is all that is run", () => {
    expect(run(line, 'echo "npm $*"')).toEqual({ exitCode: 0, out: "npm ci\n", err: "" });
  });

  test("that is refused because of the lockfile is followed by a loose one, with a warning", () => {
    const { exitCode, out, err } = run(line, 'case $1 in ci) echo "code EUSAGE"; return 1;; esac; echo "npm $*"');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "code EUSAGE\nnpm install\n" });
    expect(err).toContain("warning: package-lock.json is out of step");
  });

  test("that fails for another reason stays failed", () => {
    const { exitCode, out, err } = run(line, 'echo "npm $*: ENOTFOUND"; return 7');
    expect(exitCode).not.toBe(0);
    expect({ out, err }).toEqual({ out: "npm ci: ENOTFOUND\n", err: "" });
  });
});
