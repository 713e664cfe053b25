import { join } from "node:path";

/** Tiny real projects, in groups; each has a plan that was agreed on. */
export const PLAN_FIXTURES = join(import.meta.dir, "../fixtures/plans");
