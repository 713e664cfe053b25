import { randomBytes } from "node:crypto";
import { chmod, link, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { flushNames } from "./flush.ts";

const KEY_BYTES = 32;

/** The installation's key; made at the first start, readable by its owner only. Without it no sealed value can be opened. */
export async function loadSecretKey(path: string): Promise<Uint8Array> {
  const isThere = await chmod(path, 0o600).then(
    () => true,
    () => false,
  );
  if (!isThere) await makeKey(path);
  return readFile(path);
}

/** It gets its name once it is on the disk: what is sealed under half a key after a power cut is lost. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(randomBytes(KEY_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      // Another AutoStack on the same folder was first.
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await flushNames(dirname(path));
}
