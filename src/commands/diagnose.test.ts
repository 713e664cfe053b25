import { expect, test } from "bun:test";
import { join } from "node:path";
import { commandIo } from "../../test/support/command-io.ts";
import { testFolder } from "../../test/support/folders.ts";
import type { Diagnosis } from "../diagnosis/rule.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const LOG =
  "starting\nError: listen EADDRINUSE: address already in use 0.0.0.0:3000\n    at Server.setupListenHandle\n";

async function run(args: readonly string[], stdin = "", cwd = process.cwd()) {
  const input = { isTerminal: false, readAll: async () => stdin, readHidden: async () => null };
  const { io, written } = commandIo({ cwd, input });
  return { code: await dispatch(["diagnose", ...args], io), ...written };
}

test("--json prints findings with the promised fields, best first, with their evidence", async () => {
  const { code, out } = await run(["--when", "runtime", "--json"], LOG);
  expect(code).toBe(EXIT.ok);
  const [first] = JSON.parse(out);
  expect(Object.keys(first)).toEqual(["rule", "title", "explanation", "fix", "evidence"]);
  expect(first).toMatchObject({ rule: "port-in-use", evidence: [{ line: 2, text: LOG.split("\n")[1] }] });
});

test("a file is read like standard input, and people get sentences", async () => {
  await using folder = await testFolder();
  await Bun.write(join(folder.path, "app.log"), LOG);
  const { code, out } = await run(["app.log", "--when", "runtime"], "", folder.path);
  expect(code).toBe(EXIT.ok);
  expect(out).toContain("\n  2: Error: listen EADDRINUSE");
});

test("a log that proves nothing gives an empty list and a sentence", async () => {
  expect(await run(["--when", "build", "--json"], "all is well\n")).toMatchObject({ code: EXIT.ok, out: "[]\n" });
  expect((await run(["--when", "build"], "all is well\n")).out).toStartWith("Nothing in this log proves");
});

test("--best keeps the first ones, and --language puts those of a language before others", async () => {
  const log =
    "Error: Cannot find module 'express'\n  code: 'MODULE_NOT_FOUND'\nModuleNotFoundError: No module named 'flask'\n";
  const first = async (...args: string[]) =>
    JSON.parse((await run(["--when", "runtime", "--json", ...args], log)).out).map(({ rule }: Diagnosis) => rule);
  const all = await first();
  expect(all.length).toBeGreaterThan(1);
  expect(await first("--best", "1")).toEqual([all[0]]);
  expect((await first("--language", "python"))[0]).toBe("python-module-not-found");
});

test("what a log holds cannot draw on the terminal", async () => {
  const { out } = await run(["--when", "runtime"], `\u001b[2J\u001b]0;x\u0007${LOG.replace("Error", "\u0007Error")}`);
  expect(out).not.toMatch(/[\p{Cc}--[\n]]/v);
});

test("a wrong command line says what is wrong", async () => {
  for (const [args, words] of [
    [[], "--when is missing"],
    [["--when", "later"], "build or runtime"],
    [["--when", "build", "--language", "a b"], "no name of a language"],
    [["--when", "build", "--best", "0"], "a number from 1"],
    [["none.log", "--when", "build"], "There is no file"],
    [[".", "--when", "build"], "There is no file"],
  ] as const) {
    const { code, err } = await run(args);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(words);
  }
});
