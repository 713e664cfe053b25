import { expect, test } from "bun:test";
import { realProcesses } from "../host/real-processes.ts";
import { explainWith } from "./explain.ts";

const explain = explainWith(realProcesses);
const MINUTE_MS = 60_000;
const OUT_OF_STEP =
  "npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.";

test(
  "a log is read by another process, which gives back what it proves and where",
  async () => {
    const [found, ...others] = await explain(`one\n${OUT_OF_STEP}\n`, { when: "build", language: "node" });
    expect(found).toMatchObject({ rule: "npm-ci-out-of-sync", evidence: [{ line: 2, text: OUT_OF_STEP }] });
    expect(others.length).toBeLessThan(3);
  },
  MINUTE_MS,
);

test(
  "a log of any size and kind is read, and one that proves nothing gives nothing",
  async () => {
    const log = `${"all is well \u0000 \ud800 ✓\n".repeat(200_000)}`;
    expect(await explain(log, { when: "runtime", language: "any" })).toEqual([]);
    expect(await explain("", { when: "runtime", language: "any" })).toEqual([]);
  },
  MINUTE_MS,
);

test("what keeps the other process from reading is an error with its words", async () => {
  const run = async () => ({ exitCode: 1, out: "", err: "autostack: it is out of order\n" });
  await expect(explainWith({ run })("x", { when: "build", language: "any" })).rejects.toThrow("it is out of order");
});
