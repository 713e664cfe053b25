import { posix } from "node:path";
import type { AppPlan } from "../plan.ts";

/** A command as it runs here, and why it is another one than the file's; `null` where it is the same. */
export type OwnWay = { line: string; why: string | null };

const HEROKU_PHP = /\bheroku-php-(?:apache2|nginx)\b([^&|;]{0,300})/;
const MIX = /\bmix\s{1,5}(?:phx\.server|run\b|do\b)/;
const RUST = /(?:\.\/)?target\/release\/([\w-]{1,100})/g;
const JAR = /(?:\.\/)?(?:[\w-]{1,60}\/)?(?:target|build\/libs)\/[\w.*-]{1,150}\.jar/g;
const SETTING = /^\w{1,100}=/;

const WHERE = "The program lies elsewhere here than on that platform.";
const ITS_OWN = "That is the platform's own way to start it; here it is started by the plan's.";

const same = (line: string): OwnWay => ({ line, why: null });
const changed = (line: string, to: string, why: string): OwnWay => (to === line ? same(line) : { line: to, why });

/** The last word of `-C nginx.conf public/` is the folder of the pages. */
function phpFolder(options: string): string | null {
  const words = options.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  return /^[\w./-]+$/.test(last) && !last.startsWith("-") && !words.at(-2)?.startsWith("-")
    ? posix.join(last, ".")
    : null;
}

function php({ start }: AppPlan, line: string): OwnWay {
  const options = HEROKU_PHP.exec(line)?.[1];
  if (options === undefined || !start) return same(line);
  const folder = phpFolder(options);
  return { line: folder ? start.replace(/\bDOCUMENT_ROOT=\S+/, `DOCUMENT_ROOT=${folder}`) : start, why: ITS_OWN };
}

function rust({ ship }: AppPlan, line: string): OwnWay {
  const moved = line.replace(RUST, (all, name: string) => (ship.includes(`bin/${name}`) ? `./bin/${name}` : all));
  return changed(line, moved, WHERE);
}

/** `./out` of Nixpacks, `bin/<module>` of Heroku: whatever it is called there, it is one of the programs that are built. */
function go({ ship }: AppPlan, line: string): OwnWay {
  const programs = ship.filter((file) => /^bin\/[^/]+$/.test(file));
  const words = line.split(" ");
  const at = words.findIndex((word) => !SETTING.test(word));
  const word = words[at] ?? "";
  const isProgram = /^(?:\.\/[\w-]{1,80}|(?:\.?\/)?bin\/[\w-]{1,80}|out|main)$/.test(word);
  const first = programs.find((file) => posix.basename(file) === posix.basename(word)) ?? programs[0];
  if (!isProgram || !first) return same(line);
  return changed(line, words.with(at, `./${first}`).join(" "), WHERE);
}

const whole =
  (isMeant: RegExp) =>
  (plan: AppPlan, line: string): OwnWay =>
    isMeant.test(line) && plan.start ? { line: plan.start, why: ITS_OWN } : same(line);

const jvm = ({ ship }: AppPlan, line: string): OwnWay =>
  ship.includes("app.jar") ? changed(line, line.replace(JAR, "app.jar"), WHERE) : same(line);

const BY_RUNTIME: Record<string, (plan: AppPlan, line: string) => OwnWay> = {
  ...{ php, rust, go, java: jvm },
  elixir: whole(MIX),
  dotnet: whole(/\bheroku_output\b/),
};

/**
 * A command that starts the program as another platform's builder leaves it behind, for the program as the plan builds
 * it. Where a file decides the build as well, its command is right as it stands.
 */
export function ownWay(plan: AppPlan, line: string): OwnWay {
  if (plan.decided.build || plan.dockerfile || !Object.hasOwn(BY_RUNTIME, plan.runtime.name)) return same(line);
  return BY_RUNTIME[plan.runtime.name]?.(plan, line) ?? same(line);
}

/** A build of another's leaves its program where it likes: everything goes along, also what is else kept out of images. */
export function withOthersBuild(plan: AppPlan, detected: AppPlan): AppPlan {
  if (!plan.decided.build || plan.build === detected.build || plan.ship.length === 0) return plan;
  const commands = [plan.start, ...plan.processes.map(({ command }) => command)].join(" ");
  return { ...plan, ship: [], caches: plan.caches.filter((folder) => !commands.includes(`${folder}/`)) };
}
