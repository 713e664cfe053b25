import { join } from "node:path";
import { type Config, dataFolderOf, readConfig } from "../config.ts";
import { realFiles } from "../host/files.ts";
import { AppError, errorText } from "../lib/errors.ts";

/** The configuration from the environment and the data folder's `autostack.toml`. Throws a sentence for a wrong setting. */
export async function loadConfig(env: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const path = join(dataFolderOf(env), "autostack.toml");
  return readConfig(env, (await realFiles.exists(path)) ? await readFile(path) : "");
}

async function readFile(path: string): Promise<string> {
  try {
    return await realFiles.readText(path);
  } catch (cause) {
    const summary = `${path} cannot be read: ${errorText(cause)}.`;
    throw new AppError({ code: "wrong_setting", status: 500, summary }, { cause });
  }
}
