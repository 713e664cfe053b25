import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";

const KEY_BYTES = 32;

/** The installation's key; made at the first start, readable by its owner only. Without it no sealed value can be opened. */
export async function loadSecretKey(path: string): Promise<Uint8Array> {
  try {
    await writeFile(path, randomBytes(KEY_BYTES), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await chmod(path, 0o600);
  }
  return readFile(path);
}
