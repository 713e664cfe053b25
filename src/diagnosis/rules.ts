import type { LogRule } from "./rule.ts";
import { NETWORK_RULES } from "./rules/network.ts";

/** Every rule that reads a log. A rule's example is met by itself before any other rule. */
export const LOG_RULES: readonly LogRule[] = [...NETWORK_RULES];
