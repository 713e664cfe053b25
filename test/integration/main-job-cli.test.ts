import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { dispatch } from "#src/commands/dispatch.ts";
import { writeFiles } from "../support/archives.ts";
import { commandIo } from "../support/command-io.ts";
import { testFolder } from "../support/folders.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp } from "../support/sample-apps.ts";

const MINUTES_MS = 120_000;
let stack: RunningAutoStack;
let token: string;

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
  const wish = { name: "laptop", scope: "deploy", days: 30 };
  token = (await stack.api.ask<{ secret: string }>("POST", "/settings/tokens", { json: wish })).secret;
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

/** Runs the command line against the server, as its user does. */
async function autostack(...argv: string[]) {
  const { io, written } = commandIo({ env: { AUTOSTACK_SERVER: stack.url, AUTOSTACK_TOKEN: token } });
  const exitCode = await dispatch(argv, io);
  return { exitCode, ...written };
}

test(
  "a folder is deployed, deployed again, followed and rolled back from the command line",
  async () => {
    await using folder = await testFolder();
    const source = join(folder.path, "shop");
    await writeFiles(source, { ...nodeApp("one"), ".gitignore": "secret.txt\n", "secret.txt": "never sent" });
    const first = await autostack("deploy", source, "--project", "shop");
    expect(first).toMatchObject({ exitCode: 0 });
    const url = `http://shop.localhost:${stack.config.port}`;
    expect(first.out.trim().split("\n").at(-1)).toBe(url);
    expect(first.out).toContain("start  │ Started web");
    // What .gitignore names stayed at home.
    expect(first.out).toContain("(3 files)");
    expect(await stack.textAt("shop")).toBe("one");

    await writeFiles(source, nodeApp("two"));
    expect(await autostack("deploy", source, "--project", "shop")).toMatchObject({ exitCode: 0 });
    expect(await stack.textAt("shop")).toBe("two");

    await writeFiles(source, nodeApp("three", { build: "exit 5" }));
    const failed = await autostack("deploy", source, "--project", "shop");
    expect(failed.exitCode).not.toBe(0);
    expect(failed.err).toContain("exit code 5");
    expect(await stack.textAt("shop")).toBe("two");

    expect(await autostack("rollback", "--project", "shop")).toMatchObject({ exitCode: 0 });
    expect(await stack.textAt("shop")).toBe("one");

    const logs = await autostack("logs", "--project", "shop", "--deployment", "1");
    expect(logs).toMatchObject({ exitCode: 0 });
    expect(logs.out).toContain("Started web");
    const services = await autostack("logs", "--project", "shop");
    expect(services.out).toContain("listening");
  },
  MINUTES_MS,
);

test("a server that is not there and a token that is none are told apart by words and exit code", async () => {
  const { io, written } = commandIo({ env: { AUTOSTACK_SERVER: "http://127.0.0.1:1", AUTOSTACK_TOKEN: token } });
  const gone = await dispatch(["logs", "--project", "shop"], io);
  expect(written.err).toContain("No AutoStack answers at http://127.0.0.1:1");
  const other = commandIo({ env: { AUTOSTACK_SERVER: stack.url, AUTOSTACK_TOKEN: "as_nonsense" } });
  const refused = await dispatch(["logs", "--project", "shop"], other.io);
  expect(gone).not.toBe(0);
  expect(refused).not.toBe(0);
  expect(refused).not.toBe(gone);
});
