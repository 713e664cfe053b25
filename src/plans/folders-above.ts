import { posix } from "node:path";

/** `apps/web` lies in `apps` and in `.`. Ends for every path, also one that nobody should have: `/x`, `../x`. */
export function* foldersAbove(path: string): Generator<string> {
  for (let [at, above] = [path, posix.dirname(path)]; above !== at; [at, above] = [above, posix.dirname(above)]) {
    yield above;
  }
}
