import { finding } from "../folder.ts";
import { isForDevelopment as isScriptForDevelopment } from "../javascript/development.ts";
import type { AppPlan, Finding } from "../plan.ts";
import type { ComposeService } from "./compose-file.ts";
import { keyOf } from "./compose-file.ts";

/** Servers of other languages that reload while somebody works, and scripts of that name. */
const DEVELOPMENT =
  /\bmanage\.py runserver\b|\bflask\b[^&|;]{0,100} run\b|\bfastapi dev\b|\buvicorn\b[^&|;]{0,200} --reload\b|\bartisan serve\b|\b(?:npm|pnpm|yarn|bun)(?: run)? (?:dev|start:dev)\b/;

const isForDevelopment = (line: string) => DEVELOPMENT.test(line) || isScriptForDevelopment(line);

const words = (file: string, own: string | undefined) => ({
  title: `${file} starts the program with a server that is for development: slower, and it may show its insides.`,
  fix: own
    ? `Take the service's command out of ${file}: the image then starts with its own, \`${own}\`.`
    : `Name a server that is for a release as the service's command, or leave it to the Dockerfile.`,
});

/** A command that is meant for a developer's own machine, where nothing else of the service says so. */
export function developmentFindings(
  file: string,
  service: ComposeService,
  plan: AppPlan,
  start?: string | null,
): Finding[] {
  const at = keyOf(service, "command") ?? keyOf(service, "entrypoint");
  if (!start || !at || !isForDevelopment(start)) return [];
  const own = plan.facts.find(({ name }) => name === "command")?.value;
  const isBetter = own !== undefined && !isForDevelopment(own.replace(/["',[\]\s]+/g, " "));
  return [finding("warning", "development-start", words(file, isBetter ? own : undefined), { file, line: at.line })];
}
