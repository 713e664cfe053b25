import { toLabel } from "../../projects/slug.ts";
import type { AppPlan, PlanProcess, WantedVariable } from "../plan.ts";
import { looksSecret } from "../readings/variables.ts";

/** What files are made of. */
export type Ejected = {
  plan: AppPlan;
  /** The project's slug: it becomes part of names of files, units and services. */
  name: string;
  /** Where this AutoStack is reached, `null` when that is not known. */
  server: string | null;
  /** Whether AutoStack fetches the code itself, or is sent it. */
  source: "git" | "upload";
  /** The branch that it is deployed from, where that is known. */
  branch?: string | null;
  /** The digests of the images that the newest build stood on, by their names. */
  bases?: Readonly<Record<string, string>>;
};

/** `path` is relative to the folder in which the plan's commands run. */
export type EjectedFile = { path: string; text: string };

/** The files, or why there are none for this plan. */
export type Generated = { files: EjectedFile[] } | { why: string };

/** Writes one kind of file that runs a project without AutoStack, or from elsewhere. Pure. */
export type Generator = {
  title: string;
  /** What it is for, as one sentence. */
  about: string;
  generate(of: Ejected): Generated;
};

export const oneFile = (path: string, text: string): Generated => ({ files: [{ path, text }] });

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,200}$/;
/** Given by whatever starts the program. */
const GIVEN: ReadonlySet<string> = new Set(["PORT", "HOST", "HOSTNAME"]);

/** What the code reads and nobody gives yet. Values that look like secrets are asked for and never written. */
export function wantedBy({ variables, values }: AppPlan): WantedVariable[] {
  const given = givenBy({ values });
  const secrets = Object.keys(values).filter((name) => VARIABLE_NAME.test(name) && !Object.hasOwn(given, name));
  const asked = variables.filter(
    ({ name }) => VARIABLE_NAME.test(name) && !GIVEN.has(name) && !Object.hasOwn(given, name),
  );
  const known = new Set(asked.map(({ name }) => name));
  const more = secrets.filter((name) => !known.has(name) && !GIVEN.has(name));
  return [...asked, ...more.map((name) => ({ ...ASKED, name }))];
}

const ASKED = { required: true, secret: true, example: "", file: "the plan", line: 0 };

/** The values that a file in the source gives, without those that look like secrets. */
export function givenBy({ values }: Pick<AppPlan, "values">): Record<string, string> {
  const open = Object.entries(values).filter(([name]) => VARIABLE_NAME.test(name) && !looksSecret(name));
  return Object.fromEntries(open.filter(([name, value]) => !GIVEN.has(name) && isText(value)));
}

/** What a container can be given. */
export const isText = (value: string) => !value.includes("\0");

/** The processes beside `web`, each with a name that can be part of a file's. */
export function otherProcesses({ processes }: AppPlan, taken: readonly string[] = []): PlanProcess[] {
  const names = new Set(["web", ...taken]);
  return processes.flatMap(({ name, command }) => {
    const label = toLabel(name).slice(0, 40);
    if (label === "" || label === "web" || names.has(label) || !isText(command)) return [];
    names.add(label);
    return [{ name: label, command }];
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into a comment.
const ENDS_A_LINE = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;

/** Words for a comment: whatever they hold, they stay on their line, and the next line stays one. */
export const oneLine = (text: string): string =>
  text
    .replace(ENDS_A_LINE, " ")
    .trim()
    .replace(/\\{1,1000}$/, "");

/** `# …` for each of the lines. */
export const comments = (...lines: readonly string[]): string =>
  lines.map((line) => `${`# ${oneLine(line)}`.trimEnd()}\n`).join("");

/** How those files begin that would be read as the project's own when it is scanned again. */
export const MADE = "Made by AutoStack, from what the code says. It is yours now.";

/** What a file cannot do and a person has to know. */
export function notesOf(plan: AppPlan): string[] {
  const { beforeSwitch } = plan.hooks;
  return [
    ...(beforeSwitch ? [`Run this by hand before a new version starts: ${beforeSwitch}`] : []),
    ...diskNotes(plan),
  ];
}

export const diskNotes = ({ databases }: AppPlan): string[] =>
  databases.includes("sqlite") ? ["SQLite writes a file: keep it in a folder that outlives the program."] : [];

/** Whether nobody knows what its program is. */
export const cannotStart = ({ kind, start }: AppPlan): boolean => kind !== "static" && start === null;

export const NOTHING_STARTS = { why: "It is not known what starts the program: give the project a start command." };

/** Why CapRover's file is no Dockerfile for anybody else. */
export const IN_A_LIST = {
  why: "Its Dockerfile is a list in captain-definition: write these lines into a file named Dockerfile first.",
};

/** Why a program cannot run on a machine without containers, `null` where it can. */
export function whyOnlyContained(plan: AppPlan): { why: string } | null {
  if (plan.dockerfile)
    return { why: "Its own Dockerfile says what it needs: it runs in a container, as with Compose." };
  if (cannotStart(plan)) return NOTHING_STARTS;
  const isApache = [plan.start, ...plan.processes.map(({ command }) => command)].some((line) => line?.includes(APACHE));
  return isApache ? { why: "Its Apache is part of PHP's image: it runs in a container, as with Compose." } : null;
}

/** A program of PHP's image and of nothing else. */
const APACHE = "apache2-foreground";
