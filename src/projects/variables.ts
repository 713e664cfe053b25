import type { Database } from "bun:sqlite";
import { invalid, notFound } from "../lib/errors.ts";
import type { SecretBox } from "../lib/secret-box.ts";
import { parseDotenv } from "./dotenv.ts";
import type { EnvironmentKind } from "./project.ts";
import type { Variable, VariableUse } from "./variable.ts";
import { VariableStore } from "./variable-store.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** Names that would change how any program is loaded or started, or that AutoStack sets itself. */
const RESERVED = /^(LD_.*|DYLD_.*|AUTOSTACK_.*|PATH|HOME|PORT|IFS|ENV|BASH_ENV|SHELLOPTS|PS4|GLIBC_TUNABLES)$/;
const SECRET_NAME = /(SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_?KEY|_KEY$|_URL$|_URI$|_DSN$)/i;
const MOST_BYTES = 32_768;

export type NewVariable = { name: string; value: string; secret: boolean; use: VariableUse };

/** A secret is likely by its name; a URL may carry a password. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !/^(NEXT_PUBLIC_|VITE_|PUBLIC_|NUXT_PUBLIC_|REACT_APP_)/.test(name);
}

/** Throws for a name that no shell can hold, or that could take over a process. */
export function checkVariable(name: string, value: string, fields = { name: "name", value: "value" }): void {
  if (!NAME.test(name)) {
    throw invalid(
      fields.name,
      `"${name.slice(0, 60)}" cannot be a variable's name.`,
      "Use letters, digits and underscores; begin with a letter or underscore.",
    );
  }
  if (RESERVED.test(name)) {
    const hint = name === "PORT" ? "AutoStack chooses the port and gives it as PORT." : "Choose another name.";
    throw invalid(fields.name, `The variable ${name} is reserved: it changes how programs start.`, hint);
  }
  if (value.includes("\0")) throw invalid(fields.value, `The value of ${name} contains a NUL character.`);
  if (Buffer.byteLength(value) > MOST_BYTES) throw invalid(fields.value, `The value of ${name} is longer than 32 kB.`);
}

export class Variables {
  readonly #store: VariableStore;
  readonly #db: Database;
  readonly #box: SecretBox;
  readonly #now: () => number;

  constructor(options: { db: Database; box: SecretBox; now: () => number }) {
    this.#db = options.db;
    this.#store = new VariableStore(options.db);
    this.#box = options.box;
    this.#now = options.now;
  }

  set(project: string, environment: EnvironmentKind, { name, value, secret, use }: NewVariable): void {
    checkVariable(name, value);
    const sealedValue = this.#box.seal(value, context(project, environment, name));
    this.#store.set({ project, environment, name, sealedValue, secret, use, updatedAt: this.#now() });
  }

  /** Takes the text of a `.env` file, all of it or nothing. Names that look secret are made so. `field` is where errors belong. */
  paste(project: string, environment: EnvironmentKind, text: string, field = "variables"): number {
    const assignments = parseDotenv(text, field);
    for (const { name, value } of assignments) checkVariable(name, value, { name: field, value: field });
    this.#db.transaction(() => {
      for (const { name, value } of assignments) {
        this.set(project, environment, { name, value, secret: looksSecret(name), use: "both" });
      }
    })();
    return assignments.length;
  }

  remove(project: string, environment: EnvironmentKind, name: string): void {
    if (!this.#store.remove(project, environment, name)) throw notFound("variable");
  }

  list(project: string, environment: EnvironmentKind): Variable[] {
    return this.#store.list(project, environment).map(({ sealedValue, ...variable }) => ({
      ...variable,
      value: this.#box.open(sealedValue, context(project, environment, variable.name)),
    }));
  }

  valuesFor(project: string, environment: EnvironmentKind, use: "build" | "run"): Record<string, string> {
    const given = this.list(project, environment).filter((variable) => variable.use === use || variable.use === "both");
    return Object.fromEntries(given.map(({ name, value }) => [name, value]));
  }

  /** Values that must never be printed. */
  secretsOf(project: string, environment: EnvironmentKind): string[] {
    return this.list(project, environment).flatMap(({ secret, value }) => (secret ? [value] : []));
  }
}

/** Bound to the sealed value, so that one cannot be moved to another name or project. */
function context(project: string, environment: EnvironmentKind, name: string): string {
  return `variable:${project}:${environment}:${name}`;
}
