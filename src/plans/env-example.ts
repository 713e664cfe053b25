import type { WantedVariable } from "./plan.ts";

const needsQuotes = (value: string) => /[\s#"'$\\]/.test(value);

const quoted = (value: string) => (needsQuotes(value) ? JSON.stringify(value) : value);

function entry({ name, required, secret, example, file, line }: WantedVariable): string {
  const words = [required ? "required" : "optional", ...(secret ? ["secret"] : [])].join(", ");
  return `# ${words}, read in ${file}:${line}\n${name}=${quoted(example)}\n`;
}

/** A `.env.example` of the variables that the code reads; values of secrets are never in it. */
export function envExample(variables: readonly WantedVariable[]): string {
  return variables.map(entry).join("\n");
}
