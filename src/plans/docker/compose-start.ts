import type { AppPlan } from "../plan.ts";
import { shellQuote } from "../shell-line.ts";
import type { ComposeService } from "./compose-file.ts";
import { filledIn, keyOf, listOf, recordOf, textOf } from "./compose-file.ts";

const PLAIN_WORD = /^[\w@%+=:,./-]+$/;
const words = (list: readonly unknown[]) =>
  list.map((word) => filledIn(String(word))).map((word) => (PLAIN_WORD.test(word) ? word : shellQuote(word)));

const lineOf = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.length > 0 ? words(value).join(" ") : null;
  return (
    textOf(value)
      ?.replace(/\s*\n\s*/g, " ")
      .trim() || null
  );
};

/** What starts the service, where the Compose file says so: its command behind the entrypoint of the image or its own. */
export function startOf(plan: AppPlan, service: ComposeService): string | null {
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

/** The path in a check's URL: `curl -f http://localhost:3000/health`. */
export function healthPathOf(check: unknown): string | null {
  const test = listOf(recordOf(check).test).map(String).join(" ");
  return /https?:\/\/[^/\s"']+(\/[^\s"'|)\]]*)/.exec(test)?.[1] ?? null;
}
