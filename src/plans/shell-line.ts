const ASSIGNMENTS = /^((?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|(?:[^\s"'`$();&|<>]|\$\w+)*)\s+)*)([\s\S]*)$/;
const QUOTED = /'[^']*'|"[^"$`]*"/g;
const NOT_ONE_COMMAND =
  /[;|&()\n`]|\$\(|^$|^\w+=|^\s*(?:exec|if|for|while|case|until|cd|export|set|exit|eval|trap|ulimit|umask|wait|unset|source)\b|^\s*\.\s/;

/**
 * The line so that its last command takes the shell's place and gets the signals itself: `A=1 node x` → `A=1 exec node x`.
 * A line that is more than commands joined by `&&` stays as it is.
 */
export function execLine(line: string): string {
  const parts = line.trim().split(" && ");
  const last = parts.pop() ?? "";
  if (parts.some((part) => /["'`]/.test(part))) return line;
  const [, assignments = "", command = ""] = ASSIGNMENTS.exec(last) ?? [];
  if (NOT_ONE_COMMAND.test(command.replace(QUOTED, "''"))) return line;
  return [...parts, `${assignments}exec ${command}`].join(" && ");
}

/** A value as one word for a POSIX shell, whatever it holds. */
export const shellQuote = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
