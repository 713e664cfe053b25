import { join } from "node:path";

/** How this program is started again: the binary alone, or Bun with the sources of a checkout. */
export function ownCommand(): string[] {
  const isCompiled = import.meta.dir.startsWith("/$bunfs");
  return isCompiled ? [process.execPath] : [process.execPath, join(import.meta.dir, "../main.ts")];
}
