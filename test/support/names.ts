import { randomBytes } from "node:crypto";

/** What every Docker object of a test is named or labelled with, followed by the process that made it. */
export const TEST_PREFIX = "autostack-test-";

/** A name that no other run has: `autostack-test-4711-9f2c`. Use it as the installation or as the start of a name. */
export function testName(): string {
  return `${TEST_PREFIX}${process.pid}-${randomBytes(2).toString("hex")}`;
}

/** Whether the process that gave an object its name has ended, so that nobody uses the object any more. */
export function isLeftover(name: string): boolean {
  const pid = new RegExp(`^/?${TEST_PREFIX}(\\d+)-`).exec(name)?.[1];
  return pid !== undefined && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
