import type { AppPlan } from "../plan.ts";
import { shellQuote } from "../shell-line.ts";
import type { ComposeService } from "./compose-file.ts";
import { filledIn, keyOf, listOf, recordOf, textOf } from "./compose-file.ts";

const PLAIN_WORD = /^[\w@%+=:,./-]+$/;
const words = (list: readonly unknown[]) =>
  list.map((word) => filledIn(String(word))).map((word) => (PLAIN_WORD.test(word) ? word : shellQuote(word)));

const lineOf = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.length > 0 ? words(value).join(" ") : null;
  return oneLine(textOf(value) ?? "") || null;
};

const oneLine = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();

/** `["sh", "-c", "line"]` is that line: all commands of a plan are a shell's. */
function shellLineOf(service: ComposeService): string | null {
  const both = ["entrypoint", "command"].map((name) => keyOf(service, name)?.value ?? []);
  if (!both.every(Array.isArray)) return null;
  const [shell = "", option, line, ...others] = both.flat().map((word) => filledIn(String(word)));
  if (!/^(?:\/bin\/)?sh$/.test(shell) || option !== "-c" || line === undefined || others.length > 0) return null;
  // Several lines are a script, which stays in its quotes.
  return line.trim().includes("\n") ? null : line.trim().replace(/^exec (?=\S)/, "") || null;
}

/** What starts the service, where the Compose file says so: its command behind the entrypoint of the image or its own. */
export function startOf(plan: AppPlan, service: ComposeService): string | null {
  const ofShell = keyOf(service, "entrypoint") && shellLineOf(service);
  if (ofShell) return ofShell;
  const entrypoint = lineOf(keyOf(service, "entrypoint")?.value);
  const command = lineOf(keyOf(service, "command")?.value);
  if (entrypoint) return command ? `${entrypoint} ${command}` : entrypoint;
  if (!command) return null;
  const inImage = plan.facts.find(({ name }) => name === "entrypoint")?.value;
  if (!inImage) return command;
  // An entrypoint that is a shell's line takes no words behind it.
  const list = listIn(inImage);
  return list ? `${words(list).join(" ")} ${command}` : null;
}

function listIn(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : null;
  } catch {
    return null;
  }
}

/** Whether the source is mounted over the image, as one does to see changes at once. */
export function isForDevelopment(service: ComposeService): boolean {
  return listOf(keyOf(service, "volumes")?.value).some((volume) => {
    const { source, type } = recordOf(volume);
    const from = textOf(source) ?? (typeof volume === "string" ? filledIn(volume).split(":")[0] : "") ?? "";
    return type !== "volume" && /^\.{1,2}(?:\/(?:src|app|\.)?)?$/.test(from);
  });
}

const FOR_DEVELOPERS = /^(?:dev|develop|development|local|debug|test|tests)$/i;

/** The stage of its Dockerfile that a service asks for; those that are for a developer's own machine do not count. */
export function stageOf(service: ComposeService): string | null {
  const target = service.build?.target ?? null;
  return target === null || isForDevelopment(service) || FOR_DEVELOPERS.test(target) ? null : target;
}

/** The path in a check's URL: `curl -f http://localhost:3000/health`, or behind the port: `… 3000 /health`. */
export function healthPathOf(check: unknown): string | null {
  const list = listOf(recordOf(check).test).map(String);
  const [port = "", path = ""] = list.slice(-2);
  if (/^\d{2,5}$/.test(port) && path.startsWith("/")) return path;
  const test = list.join(" ");
  return /https?:\/\/[^/\s"']+(\/[^\s"'|)\]]*)/.exec(test)?.[1] ?? null;
}
