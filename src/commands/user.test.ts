import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { commandIo } from "../../test/support/command-io.ts";
import { testFolder } from "../../test/support/folders.ts";
import { Accounts } from "../accounts/accounts.ts";
import { loadSecretKey } from "../host/secret-key.ts";
import { assetPath } from "../lib/assets.ts";
import { openDatabase } from "../lib/db.ts";
import { migrate } from "../lib/migrate.ts";
import { SecretBox } from "../lib/secret-box.ts";
import { Teams } from "../teams/teams.ts";
import type { Input } from "./command.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const PASSWORD = "correct horse battery";
const ADD_ADA = ["user", "add", "ada@example.com", "--name", "Ada"];

/** A data folder as the first start leaves it, with its accounts. */
async function installation() {
  const folder = await testFolder();
  const db = openDatabase(join(folder.path, "autostack.db"));
  migrate(db, assetPath("migrations"));
  const box = new SecretBox(await loadSecretKey(join(folder.path, "secret.key")));
  const accounts = new Accounts({ db, box, now: Date.now, teams: new Teams({ db, now: Date.now }) });
  const close = async () => {
    db.close();
    await folder[Symbol.asyncDispose]();
  };
  return { accounts, env: { AUTOSTACK_DATA: folder.path }, [Symbol.asyncDispose]: close };
}

function typing(...lines: (string | null)[]): Input {
  return { isTerminal: true, readAll: async () => "", readHidden: async () => lines.shift() ?? null };
}

const piping = (text: string): Input => ({
  isTerminal: false,
  readAll: async () => text,
  readHidden: async () => null,
});

test("an owner is added, with the password that was typed twice, and can sign in", async () => {
  await using made = await installation();
  const { io, written } = commandIo({ env: made.env, input: typing(PASSWORD, PASSWORD) });
  expect(await dispatch([...ADD_ADA, "--owner"], io)).toBe(EXIT.ok);
  expect(written.out).toBe("Added ada@example.com as owner.\n");
  expect(made.accounts.hasOwner()).toBe(true);
  const client = { address: "127.0.0.1", userAgent: "test" };
  expect(await made.accounts.signIn("ada@example.com", PASSWORD, client)).toBeString();
});

test("a password is taken from standard input, without the line end, when that is asked for", async () => {
  await using made = await installation();
  const { io } = commandIo({ env: made.env, input: piping(`${PASSWORD}\r\n`) });
  expect(await dispatch([...ADD_ADA, "--password-stdin"], io)).toBe(EXIT.ok);
  expect(made.accounts.users()).toMatchObject([{ email: "ada@example.com", name: "Ada", role: "member" }]);
  await made.accounts.signIn("ada@example.com", PASSWORD, { address: "127.0.0.1", userAgent: "test" });
});

describe("nobody is added", () => {
  const WRONG: [what: string, args: string[], input: Input, code: number, says: string][] = [
    ["when the passwords differ", ADD_ADA, typing(PASSWORD, "another one"), EXIT.failed, "The two passwords differ."],
    ["after Ctrl-C", ADD_ADA, typing(null), EXIT.interrupted, "Nothing was changed."],
    ["with a short password", ADD_ADA, typing("short", "short"), EXIT.failed, "at least 10 characters"],
    ["without a terminal to ask on", ADD_ADA, piping(PASSWORD), EXIT.usage, "--password-stdin"],
    ["without a name", ADD_ADA.slice(0, 3), typing(), EXIT.usage, "--name is missing."],
    ["without an address", ["user", "add", "--name", "Ada"], typing(), EXIT.usage, "The e-mail address is missing."],
    ["by another word than add", ["user", "make"], typing(), EXIT.usage, "Say what to do with users."],
    ["with the password in the command line", [...ADD_ADA, "--password", "x"], typing(), EXIT.usage, "no option"],
  ];
  for (const [what, args, input, code, says] of WRONG) {
    test(what, async () => {
      await using made = await installation();
      const { io, written } = commandIo({ env: made.env, input });
      expect(await dispatch(args, io)).toBe(code);
      expect(written.err).toContain(says);
      expect(made.accounts.users()).toEqual([]);
    });
  }

  test("in a folder that is no data folder, and none is made there", async () => {
    await using folder = await testFolder();
    const { io, written } = commandIo({ env: { AUTOSTACK_DATA: folder.path }, input: typing(PASSWORD, PASSWORD) });
    expect(await dispatch(ADD_ADA, io)).toBe(EXIT.failed);
    expect(written.err).toContain(`There is no AutoStack in ${folder.path}.`);
    expect(await Array.fromAsync(new Bun.Glob("**").scan(folder.path))).toEqual([]);
  });

  test("to a data folder that an older version left", async () => {
    await using folder = await testFolder();
    const db = openDatabase(join(folder.path, "autostack.db"));
    db.run("create table migrations (number integer primary key, name text, checksum text, applied_at integer)");
    db.close();
    const { io, written } = commandIo({ env: { AUTOSTACK_DATA: folder.path }, input: typing(PASSWORD, PASSWORD) });
    expect(await dispatch(ADD_ADA, io)).toBe(EXIT.failed);
    expect(written.err).toContain("belongs to an older AutoStack");
  });
});
