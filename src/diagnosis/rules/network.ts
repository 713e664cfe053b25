import type { LogRule } from "../rule.ts";

/** Ports, names and connections: the same words in every language. */
export const NETWORK_RULES: readonly LogRule[] = [
  {
    id: "port-in-use",
    when: ["runtime"],
    language: "any",
    signal: /EADDRINUSE|[Aa]ddress already in use|Port \d{1,5} is (?:already )?in use/,
    certainty: 3,
    title: "The port is taken already",
    explanation:
      "Another process of the same container listens on this port, most often a second server of the app itself.",
    fix: "Start one server only, and let it listen on the port that PORT names.",
    example: "Error: listen EADDRINUSE: address already in use 0.0.0.0:3000",
  },
];
