import { VERSION } from "../lib/version.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { readFlags } from "./flags.ts";

export const versionCommand: Command = {
  name: "version",
  summary: "print the version of AutoStack, of Bun and of the platform",
  help: `Usage: autostack version [--json]

Prints the version of this AutoStack, the Bun that it runs on, and the platform.

Options:
  --json  as one JSON object

Examples:
  autostack version
  autostack version --json
`,
  async run(args, io) {
    const { flags } = readFlags(args, { json: { type: "boolean" } }, 0);
    const facts = { version: VERSION, bun: Bun.version, platform: `${process.platform}-${process.arch}` };
    io.out(
      flags.json ? `${JSON.stringify(facts)}\n` : `autostack ${facts.version} (bun ${facts.bun}, ${facts.platform})\n`,
    );
    return EXIT.ok;
  },
};
