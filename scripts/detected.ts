// Writes docs/detected.md: what AutoStack recognises, from what, and what it makes of it, out of the detectors and their fixtures.
import { join } from "node:path";
import { detectedTable } from "./detected/table.ts";

await Bun.write(join(import.meta.dir, "../docs/detected.md"), await detectedTable());
