import { errorText } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import type { Command, Io } from "./command.ts";
import { EXIT, EXIT_CODES_HELP, exitCodeOf, wrongUsage } from "./exit.ts";

/** Each is loaded when it is asked for, so that `version` does not wait for what `serve` needs. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ["serve", async () => (await import("./serve.ts")).serveCommand],
  ["deploy", async () => (await import("./deploy.ts")).deployCommand],
  ["logs", async () => (await import("./logs.ts")).logsCommand],
  ["rollback", async () => (await import("./rollback.ts")).rollbackCommand],
  ["plan", async () => (await import("./plan.ts")).planCommand],
  ["eject", async () => (await import("./eject.ts")).ejectCommand],
  ["diagnose", async () => (await import("./diagnose.ts")).diagnoseCommand],
  ["user", async () => (await import("./user.ts")).userCommand],
  ["doctor", async () => (await import("./doctor.ts")).doctorCommand],
  ["static", async () => (await import("./static.ts")).staticCommand],
  ["version", async () => (await import("./version.ts")).versionCommand],
]);

const VERSION_FLAGS: readonly string[] = ["--version", "-v", "-V"];

/** Runs what the words of the command line ask for. Whatever goes wrong is said on standard error and in the exit code. */
export async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await runCommand(argv, io);
  } catch (error) {
    if (io.signal.aborted) return EXIT.interrupted;
    io.err(`autostack: ${errorText(error)}\n`);
    return exitCodeOf(error);
  }
}

async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    io.err(await overview());
    return EXIT.usage;
  }
  if (first === "--help" || first === "-h" || first === "help") return showHelp(rest[0], io);
  const name = VERSION_FLAGS.includes(first) ? "version" : first;
  const command = await load(name);
  if (asksForHelp(rest)) return showHelp(name, io);
  return command.run(rest, io);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}

async function showHelp(name: string | undefined, io: Io): Promise<number> {
  io.out(name === undefined ? await overview() : (await load(name)).help);
  return EXIT.ok;
}

async function load(name: string): Promise<Command> {
  const known = COMMANDS.get(name);
  if (known) return known();
  const names = [...COMMANDS.keys()];
  const meant = nearest(name, names);
  const list = `The commands are: ${names.join(", ")}.`;
  throw wrongUsage(`There is no command "${name}".`, meant === null ? list : `Did you mean ${meant}?`);
}

async function overview(): Promise<string> {
  const commands = await Promise.all([...COMMANDS.values()].map((command) => command()));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`);
  return `Usage: autostack <command> [options]

A private Vercel, Netlify and Heroku in one binary on your own server.

Commands:
${lines.join("\n")}

\`autostack <command> --help\` tells all about one, with examples.

Environment:
  AUTOSTACK_SERVER  the server that deploy, logs and rollback talk to (http://localhost:8080)
  AUTOSTACK_TOKEN   a personal token for it: make one on its page Settings → Tokens
  AUTOSTACK_DATA    the data folder of serve, user and doctor (/var/lib/autostack)

${EXIT_CODES_HELP}
`;
}
