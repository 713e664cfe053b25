import type { Diagnosis } from "../diagnosis/rule.ts";
import { ownCommand } from "../host/own-command.ts";
import type { Processes } from "../host/processes.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { World } from "./world.ts";

/** The first is most likely the cause; more than these would only be noise. */
const MOST_FINDINGS = 3;
/** A deployment is shown as failed only after this, so it is not to take long on a busy machine either. */
const LONGEST_MS = 20 * SECOND_MS;

/**
 * Reads logs in a process of their own: the rules take more memory than the rest of AutoStack, and no page waits while
 * a long log is read.
 */
export const explainWith =
  (processes: Pick<Processes, "run">): World["explain"] =>
  async (log, { when, language }) => {
    const asked = ["--when", when, "--language", language, "--best", String(MOST_FINDINGS), "--json"];
    const options = { input: log, timeoutMs: LONGEST_MS };
    const { exitCode, out, err } = await processes.run([...ownCommand(), "diagnose", ...asked], options);
    if (exitCode !== 0) throw new Error(err.trim() || `It ended with code ${exitCode}.`);
    return JSON.parse(out) as Diagnosis[];
  };
