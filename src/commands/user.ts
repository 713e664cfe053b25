import { join } from "node:path";
import { Accounts } from "../accounts/accounts.ts";
import { realFiles } from "../host/files.ts";
import { loadSecretKey } from "../host/secret-key.ts";
import { assetPath } from "../lib/assets.ts";
import { openDatabase } from "../lib/db.ts";
import { AppError } from "../lib/errors.ts";
import { migrationState } from "../lib/migrate.ts";
import { SecretBox } from "../lib/secret-box.ts";
import { Teams } from "../teams/teams.ts";
import type { Command, Io } from "./command.ts";
import { loadConfig } from "./config-file.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags, required } from "./flags.ts";

const HELP = `Usage: autostack user add <email> --name <name> [--owner] [--password-stdin]

Makes an account in the data folder (AUTOSTACK_DATA) of this machine, also while AutoStack runs. The
password is asked for on the terminal, and never taken from the command line.

Options:
  --name <name>     the person's name
  --owner           may change the installation itself
  --password-stdin  read the password from standard input instead

Examples:
  autostack user add ada@example.com --name "Ada Lovelace" --owner
  pwgen 20 1 | autostack user add ci@example.com --name CI --password-stdin
`;

const FLAGS = {
  name: { type: "string" },
  owner: { type: "boolean" },
  "password-stdin": { type: "boolean" },
} as const;

const EXAMPLE = "autostack user add ada@example.com --name Ada";

export const userCommand: Command = {
  name: "user",
  summary: "add an account on this machine",
  help: HELP,
  async run(args, io) {
    const { flags, words } = readFlags(args, FLAGS, 2);
    const [action, email] = words;
    if (action !== "add") throw wrongUsage("Say what to do with users.", `For example: ${EXAMPLE}`);
    const person = {
      email: required(email, "The e-mail address", EXAMPLE),
      name: required(flags.name, "--name", EXAMPLE),
    };
    const { accounts, close } = await openAccounts(io);
    try {
      const password = await readPassword(io, flags["password-stdin"] === true);
      const user = await accounts.addUser({ ...person, password }, flags.owner ? "owner" : "member");
      io.out(`Added ${user.email} as ${user.role}.\n`);
      return EXIT.ok;
    } finally {
      close();
    }
  },
};

async function readPassword({ input }: Io, fromStandardInput: boolean): Promise<string> {
  if (fromStandardInput) return (await input.readAll()).replace(/\r?\n$/, "");
  if (!input.isTerminal) throw wrongUsage("There is no terminal to ask on.", "Pipe it in with --password-stdin.");
  const password = await input.readHidden("Password: ");
  const again = password === null ? null : await input.readHidden("Again: ");
  if (password === null || again === null) throw interrupted();
  if (password === again) return password;
  throw new AppError({
    code: "passwords_differ",
    status: 422,
    summary: "The two passwords differ.",
    hint: "Try again.",
  });
}

function interrupted(): AppError {
  return new AppError({ code: "interrupted", status: 499, summary: "Nothing was changed." });
}

/** The accounts of an AutoStack that has been started here: a mistyped folder should not become a new one. */
async function openAccounts({ env }: Io): Promise<{ accounts: Accounts; close: () => void }> {
  const { dataFolder } = await loadConfig(env);
  const path = join(dataFolder, "autostack.db");
  if (!(await realFiles.exists(path))) throw noAutoStack(dataFolder);
  const db = openDatabase(path);
  try {
    const { applied, known } = migrationState(db, assetPath("migrations"));
    if (applied < known) throw notMigrated();
    const box = new SecretBox(await loadSecretKey(join(dataFolder, "secret.key")));
    const teams = new Teams({ db, now: Date.now });
    return { accounts: new Accounts({ db, box, now: Date.now, teams }), close: () => db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

function noAutoStack(dataFolder: string): AppError {
  return new AppError({
    code: "no_database",
    status: 404,
    summary: `There is no AutoStack in ${dataFolder}.`,
    hint: "Set AUTOSTACK_DATA to its data folder, or start it once with `autostack serve`.",
  });
}

function notMigrated(): AppError {
  return new AppError({
    code: "not_migrated",
    status: 409,
    summary: "The data folder belongs to an older AutoStack than this one.",
    hint: "Start this version once with `autostack serve`, then try again.",
  });
}
