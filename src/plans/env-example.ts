import type { WantedVariable } from "./plan.ts";

/** As shells, Compose and the readers of `.env` files all take it: as it is written, never as something to run. */
function quoted(value: string): string {
  if (!/[^\w@%+=:,./-]/.test(value)) return value;
  if (/[^\P{C}\t\r\n]|[\u2028\u2029]/u.test(value)) return "";
  if (!/["$`\\]/.test(value)) return JSON.stringify(value);
  if (!/['\n\r\0]/.test(value)) return `'${value}'`;
  // What stands between double quotes would be run by a shell.
  return /[$`]/.test(value) ? "" : JSON.stringify(value);
}

function entry({ name, required, secret, example, file, line }: WantedVariable): string {
  const words = [required ? "required" : "optional", ...(secret ? ["secret"] : [])].join(", ");
  return `# ${words}, read in ${file}:${line}\n${name}=${quoted(example)}\n`;
}

/** A `.env.example` of the variables that the code reads; values of secrets are never in it. */
export function envExample(variables: readonly WantedVariable[]): string {
  return variables.map(entry).join("\n");
}
