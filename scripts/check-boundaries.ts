// Enforces the import rule of the architecture over src/ and views/: values are imported only leftward.
import { join } from "node:path";
import { breachesOf } from "./boundaries/rules.ts";

const root = join(import.meta.dir, "..");
const breaches: string[] = [];
for (const file of new Bun.Glob("{src,views}/**/*.ts").scanSync(root)) {
  if (file.endsWith(".d.ts")) continue;
  breaches.push(...breachesOf(file, await Bun.file(join(root, file)).text()));
}
for (const breach of breaches.sort()) console.error(breach);
if (breaches.length > 0) process.exit(1);
