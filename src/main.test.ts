import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { eventually } from "../test/support/eventually.ts";
import { testFolder } from "../test/support/folders.ts";
import { eventStream, lineEvent, madeUpDeployment, playApi } from "../test/support/played-api.ts";
import { openDatabase } from "./lib/db.ts";
import { migrate } from "./lib/migrate.ts";

const ROOT = join(import.meta.dir, "..");
const started: Bun.Subprocess[] = [];

/** The program as a shell would start it. */
function start(argv: string[], options: { env?: Record<string, string>; terminal?: Bun.Terminal } = {}) {
  const { env = {}, terminal } = options;
  const child = Bun.spawn([process.execPath, "src/main.ts", ...argv], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", ...env },
    ...(terminal ? { terminal } : { stdout: "pipe" as const, stderr: "pipe" as const }),
  });
  started.push(child);
  return child;
}

const textOf = (stream: unknown) => new Response(stream as ReadableStream).text();

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

test("output, errors and the exit code of the process are those of the command", async () => {
  const version = start(["version"]);
  expect(await textOf(version.stdout)).toStartWith("autostack ");
  expect(await version.exited).toBe(0);
  const wrong = start(["version", "--jsno"]);
  expect(await textOf(wrong.stderr)).toBe("autostack: There is no option --jsno. Did you mean --json?\n");
  expect(await wrong.exited).toBe(2);
});

describe("a pipe", () => {
  const planManyTimes = ["plan", "--json", ...Array<string>(300).fill("test/fixtures/plans/javascript/next")];

  test("gets everything, however slowly it is read", async () => {
    const program = [process.execPath, "src/main.ts", ...planManyTimes].map((word) => `'${word}'`).join(" ");
    // 300 lines are far more than a pipe holds.
    const shell = Bun.spawn(["sh", "-c", `${program} | (sleep 1; wc -l)`], { cwd: ROOT, stdout: "pipe" });
    started.push(shell);
    expect((await textOf(shell.stdout)).trim()).toBe("300");
  });

  test("that is closed early ends the program without a word", async () => {
    const program = [process.execPath, "src/main.ts", ...planManyTimes].map((word) => `'${word}'`).join(" ");
    const shell = Bun.spawn(["sh", "-c", `${program} | head -1 | wc -l`], {
      cwd: ROOT,
      stdout: "pipe",
      stderr: "pipe",
    });
    started.push(shell);
    expect((await textOf(shell.stdout)).trim()).toBe("1");
    expect(await textOf(shell.stderr)).toBe("");
  });
});

test("Ctrl-C while a log is followed ends the program with 130", async () => {
  const deployments = [{ ...madeUpDeployment(3, { name: "queued" }), canRollBack: false }];
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from(lineEvent(1, "working"))),
  });
  await using api = playApi({
    "GET /projects/blog/deployments": () => Response.json({ deployments }),
    "GET /projects/blog/deployments/d3/events": () => new Response(endless, eventStream([])),
  });
  const logs = start(["logs", "--project", "blog", "--deployment", "3"], { env: api.env });
  const reader = (logs.stdout as ReadableStream<Uint8Array>).getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe("build  │ working\n");
  logs.kill("SIGINT");
  expect(await logs.exited).toBe(130);
});

test("a password is asked for twice on the terminal and never shown", async () => {
  await using folder = await testFolder();
  const db = openDatabase(join(folder.path, "autostack.db"));
  migrate(db, join(ROOT, "migrations"));
  let shown = "";
  await using terminal = new Bun.Terminal({
    data: (_, data) => {
      shown += Buffer.from(data).toString();
    },
  });
  const env = { AUTOSTACK_DATA: folder.path };
  const child = start(["user", "add", "ada@example.com", "--name", "Ada", "--owner"], { env, terminal });
  await eventually("the question", () => shown.includes("Password: "));
  terminal.write("correct horse batterx\x7fy\r");
  await eventually("the second question", () => shown.includes("Again: "));
  terminal.write("correct horse battery\r");
  expect(await child.exited).toBe(0);
  await eventually("the answer", () => shown.includes("Added ada@example.com as owner."));
  expect(shown).not.toContain("correct");
  expect(db.query("select email from users").all()).toEqual([{ email: "ada@example.com" }]);
  db.close();
});
