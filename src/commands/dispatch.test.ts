import { describe, expect, test } from "bun:test";
import { commandIo } from "../../test/support/command-io.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const NAMES = ["serve", "deploy", "logs", "rollback", "plan", "diagnose", "user", "doctor", "static", "version"];

async function run(...argv: string[]) {
  const { io, written } = commandIo();
  return { code: await dispatch(argv, io), ...written };
}

describe("help", () => {
  test("lists every command and what the exit codes say", async () => {
    for (const argv of [["--help"], ["-h"], ["help"]]) {
      const { code, out } = await run(...argv);
      expect(code).toBe(EXIT.ok);
      for (const name of NAMES) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
      for (const exit of Object.values(EXIT)) expect(out).toMatch(new RegExp(`^ +${exit}  \\S`, "m"));
    }
  });

  for (const name of NAMES) {
    test(`of ${name} says how it is used, with examples, and fits a terminal`, async () => {
      const { code, out } = await run(name, "--help");
      expect(code).toBe(EXIT.ok);
      expect(out).toStartWith(`Usage: autostack ${name}`);
      expect(out).toContain(`\nExamples:\n  `);
      expect(out).toContain(`  autostack ${name}`);
      expect(out).toEndWith("\n");
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
      expect(await run("help", name)).toEqual({ code, out, err: "" });
    });
  }

  test("is given wherever it is asked for, but not behind two dashes", async () => {
    expect(await run("deploy", "./x", "--project", "y", "-h")).toMatchObject({ code: EXIT.ok });
    expect(await run("plan", "--", "--help")).toMatchObject({ code: EXIT.usage });
  });
});

test("no command at all is a wrong usage that shows the help", async () => {
  const { code, out, err } = await run();
  expect(code).toBe(EXIT.usage);
  expect(out).toBe("");
  expect(err).toStartWith("Usage: autostack <command>");
});

test("an unknown command is refused with the one that was meant, or with all", async () => {
  expect(await run("delpoy")).toMatchObject({
    code: EXIT.usage,
    err: 'autostack: There is no command "delpoy". Did you mean deploy?\n',
  });
  expect((await run("constructor")).err).toContain("The commands are: serve, deploy");
});

test("version tells AutoStack's, Bun's and the platform", async () => {
  const line = /^autostack \d+\.\d+\.\d+\S* \(bun \d+\.\d+\.\d+, \w+-\w+\)\n$/;
  for (const argv of [["version"], ["--version"], ["-v"]]) expect((await run(...argv)).out).toMatch(line);
  expect(JSON.parse((await run("version", "--json")).out)).toMatchObject({ bun: Bun.version });
});
