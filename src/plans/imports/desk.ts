import { AppError } from "../../lib/errors.ts";
import { applyEdits } from "../edits.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, DecidedField, Hooks, ImportedLine, PlanEdits, WantedVariable } from "../plan.ts";
import { looksSecret } from "../readings/variables.ts";
import type { Entry } from "./entries.ts";
import { ownWay } from "./own-way.ts";
import { withoutGuessed } from "./same-process.ts";

const LONGEST_VALUE = 200;
const HOOKS = new Set<string>(["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch"]);
/** What a Dockerfile of the project's own says itself. */
const OF_DOCKERFILE = new Set<DecidedField>(["install", "build", "output", "runtimeVersion", "kind"]);

export type Verdict = ImportedLine["verdict"];

/** How a value becomes a plan's: another value, and a word on it when it is not the same thing any more. */
export type Taken = { value: string | number | null; why?: string; verdict?: Verdict };

const NO_USE = "AutoStack has no use for it.";

/** One file of a platform while it is read: what it says, what of it the plan takes, and what became of each line. */
export class Desk {
  readonly file: string;
  readonly entries: readonly Entry[];
  plan: AppPlan;
  readonly #told = new Map<Entry, ImportedLine>();

  constructor(file: string, entries: readonly Entry[], plan: AppPlan) {
    this.file = file;
    this.entries = entries;
    this.plan = plan;
  }

  /** The entry at a path, or `null`. */
  at(path: string): Entry | null {
    return this.entries.find((entry) => entry.path === path) ?? null;
  }

  /** The value at a path as text; `null` where there is none. */
  text(path: string): string | null {
    const value = this.at(path)?.value;
    return value === undefined || value === null ? null : String(value);
  }

  /** The path itself and all that stands below it. */
  below(path: string): Entry[] {
    const isBelow = (each: string) => each === path || each.startsWith(`${path}.`) || each.startsWith(`${path}[`);
    return this.entries.filter((entry) => isBelow(entry.path));
  }

  /** How many items a list has. */
  count(path: string): number {
    const indexes = this.below(path).map((entry) =>
      Number(/^\[(\d+)\]/.exec(entry.path.slice(path.length))?.[1] ?? -1),
    );
    return Math.max(-1, ...indexes) + 1;
  }

  /** The names right below a path: the keys of a table. */
  keys(path: string): string[] {
    const rests = this.below(path).map((entry) => entry.path.slice(path.length));
    return [...new Set(rests.flatMap((rest) => /^\.([^.[]+)/.exec(rest)?.[1] ?? []))];
  }

  tell(path: string, verdict: Verdict, why: string): void {
    for (const entry of this.below(path)) this.#tellEntry(entry, verdict, why);
  }

  /** What was read from the files that came before says more than this one. */
  #tellEntry(entry: Entry, verdict: Verdict, why: string): void {
    if (this.#told.has(entry)) return;
    const value = String(entry.value ?? "")
      .replaceAll(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST_VALUE);
    this.#told.set(entry, { file: this.file, line: entry.line, name: entry.path, value, verdict, why });
  }

  /** Lets the value at a path decide a field of the plan, unless an earlier file did or it cannot be. */
  decide(field: DecidedField, path: string, take: (value: string) => Taken = asItIs): void {
    const entry = this.at(path);
    if (!entry || entry.value === null) return;
    this.decideBy(field, entry, take(String(entry.value)));
  }

  decideBy(field: DecidedField, entry: Entry, taken: Taken): void {
    const { value, why = "", verdict = "honoured" } = field === "start" ? this.#inOwnWay(taken) : taken;
    const decider = this.#deciderOf(field);
    if (decider) this.#tellEntry(entry, "ignored", `${decider} decides this.`);
    else if (verdict === "ignored") this.#tellEntry(entry, verdict, why);
    else this.#set(field, entry, value, { verdict, why: why || `Sets ${WORDS[field]}.` });
  }

  /** AutoStack's own file knows where things lie here. */
  #inOwnWay(taken: Taken): Taken {
    if (typeof taken.value !== "string" || /(?:^|\/)autostack\.ya?ml$/.test(this.file)) return taken;
    const { line, why } = ownWay(this.plan, taken.value);
    return why === null ? taken : { value: line, why, verdict: "approximated" };
  }

  #deciderOf(field: DecidedField): string | null {
    const { decided, dockerfile } = this.plan;
    return decided[field] ?? (OF_DOCKERFILE.has(field) ? dockerfile : null);
  }

  #set(
    field: DecidedField,
    entry: Entry,
    value: Taken["value"],
    { verdict, why }: Pick<ImportedLine, "verdict" | "why">,
  ) {
    try {
      const plan = changed(this.plan, field, value);
      const facts = this.#factsWith(field, String(value ?? ""), entry);
      this.plan = { ...plan, facts, decided: { ...plan.decided, [field]: `${this.file}:${entry.line}` } };
      this.#tellEntry(entry, verdict, why);
    } catch (error) {
      const { summary, hint } = error instanceof AppError ? error : { summary: "It cannot be used.", hint: undefined };
      this.problem("bad-import", `${summary} ${hint ?? ""}`.trim(), entry);
      this.#tellEntry(entry, "ignored", summary);
    }
  }

  /** Where a value came from now; what was read elsewhere counts no longer. */
  #factsWith(name: string, value: string, { line }: Entry): AppPlan["facts"] {
    return [...this.plan.facts.filter((each) => each.name !== name), fact(name, value, { file: this.file, line })];
  }

  problem(id: string, text: string, { line, path }: Pick<Entry, "line" | "path">): void {
    const title = path === "" ? `${this.file} ${text}` : `“${path}” in ${this.file}: ${text}`;
    const found = finding(
      "warning",
      id,
      { title, fix: `Correct ${this.file}; until then it does not count.` },
      { file: this.file, line },
    );
    this.plan = { ...this.plan, findings: [...this.plan.findings, found] };
  }

  /** A variable that the program wants. Values of secrets are not taken over: they would stand in the plan. */
  want(entry: Entry, name: string, options: { example?: string; required?: boolean; secret?: boolean } = {}): void {
    if (!/^[A-Za-z_]\w{0,200}$/.test(name)) {
      this.#tellEntry(entry, "ignored", "This is no name of a variable.");
      return;
    }
    const secret = options.secret ?? looksSecret(name);
    const example = secret ? "" : (options.example ?? "");
    const wanted: WantedVariable = {
      name,
      required: options.required ?? example === "",
      secret,
      example,
      file: this.file,
      line: entry.line,
    };
    const others = this.plan.variables.filter((each) => each.name !== name);
    this.plan = { ...this.plan, variables: [...others, wanted].sort((a, b) => (a.name < b.name ? -1 : 1)) };
    this.#tellEntry(entry, "approximated", "Proposed under Variables, where you confirm it.");
  }

  /** A process beside `web`, in place of what a detector guessed, unless an earlier file has one of that name. */
  process(entry: Entry, name: string, written: string): void {
    const command = String(this.#inOwnWay({ value: written }).value);
    if (this.#isProgram(name, command)) {
      this.decideBy("start", entry, { value: written, why: "This is the program itself." });
      return;
    }
    const read = new Set([this.file, ...this.plan.imports.map(({ file }) => file)]);
    if (whyNotProcess([], name, command) === null) this.plan = withoutGuessed(this.plan, read, name, command);
    const { processes } = this.plan;
    const refusal = whyNotProcess(processes, name, command);
    if (refusal === null) {
      const facts = this.#factsWith(`process ${name}`, command, entry);
      this.plan = { ...this.plan, facts, processes: [...processes, { name, command }] };
    }
    this.#tellEntry(entry, refusal === null ? "honoured" : "ignored", refusal ?? `Runs as the process ${name}.`);
  }

  /** A worker's start is a detector's guess; a process of its name or with its command is no second one beside it. */
  #isProgram(name: string, command: string): boolean {
    const { kind, dockerfile, decided, start } = this.plan;
    if (kind !== "worker" || dockerfile !== null || decided.start !== undefined) return false;
    return name === "worker" || plain(command) === plain(start ?? "");
  }

  /** The plan with the report: what nobody spoke of was ignored. */
  done(): AppPlan {
    for (const entry of this.entries) this.#tellEntry(entry, "ignored", NO_USE);
    const lines = this.entries.flatMap((entry) => this.#told.get(entry) ?? []);
    return { ...this.plan, imports: [...this.plan.imports, ...lines] };
  }
}

const plain = (line: string) => line.replace(/^python3 /, "python ").replace(/ \.\//g, " ");

function whyNotProcess(processes: AppPlan["processes"], name: string, command: string): string | null {
  if (processes.some((each) => each.name === name)) return `There is a process ${name} already.`;
  if (!/^[a-z][a-z0-9_-]{0,40}$/i.test(name)) return "This is no name of a process.";
  return command === "" || command.length > 2_000 || /\p{Cc}/u.test(command)
    ? "A command is one line of plain text."
    : null;
}

const asItIs = (value: string): Taken => ({ value });

const WORDS: Record<DecidedField, string> = {
  install: "how dependencies are installed",
  build: "how it is built",
  start: "how it is started",
  output: "the folder that is served",
  port: "the port",
  health: "the path that is probed",
  kind: "whether it is a server, a worker or files",
  runtimeVersion: "the runtime's version",
  useDockerfile: "whether its Dockerfile is used",
  usePlatformFiles: "whether the files of other platforms are used",
  beforeBuild: "what runs before the build",
  afterBuild: "what runs after the build",
  beforeSwitch: "what runs before traffic is switched",
  afterSwitch: "what runs after traffic is switched",
};

/** The plan with one field as a person would have changed it, with the same checks. */
function changed(plan: AppPlan, field: DecidedField, value: string | number | null): AppPlan {
  if (HOOKS.has(field)) return applyEdits(plan, { hooks: { [field as keyof Hooks]: value } });
  // What says the same as the plan changes nothing, so the manifests of an install stay known.
  if (field in plan && plan[field as keyof AppPlan] === value) return plan;
  return applyEdits(plan, { [field]: field === "port" ? Number(value) : value } as PlanEdits);
}
