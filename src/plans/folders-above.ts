import { posix } from "node:path";

/** A path that a setting names, as seen from outside of the folder in which it is meant. */
export const seenAbove = (folder: string, path: string): string =>
  posix.isAbsolute(path) ? path : posix.join(folder, path);

/** `apps/web` lies in `apps` and in `.`. Ends for every path, also one that nobody should have: `/x`, `../x`. */
export function* foldersAbove(path: string): Generator<string> {
  for (let [at, above] = [path, posix.dirname(path)]; above !== at; [at, above] = [above, posix.dirname(above)]) {
    yield above;
  }
}
