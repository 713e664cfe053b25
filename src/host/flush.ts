import { open } from "node:fs/promises";

/**
 * Has everything that anybody wrote to the file systems of these paths on the disk when it resolves. One call for all of it: file by
 * file it takes ten times as long. Where the paths cannot be opened, or `sync` knows no paths, all file systems are flushed.
 */
export async function flushDisk(...paths: string[]): Promise<void> {
  for (const argv of [["sync", "-f", ...paths], ["sync"]]) {
    const { exited } = Bun.spawn(argv, { stdin: "ignore", stdout: "ignore", stderr: "ignore" });
    if ((await exited) === 0) return;
  }
  throw new Error(`What was written to ${paths.join(", ")} could not be brought to the disk.`);
}

/** A name that was given or changed outlives a power cut only once its folder is on the disk. */
export async function flushNames(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
