/** One instruction with its continued lines joined; `line` is where it begins. */
export type Instruction = { keyword: string; rest: string; line: number };

/** A stage as it is after the stages that it stands on; `image` is what the first of these begins with. */
export type Stage = { name: string | null; image: string; from: Instruction; instructions: readonly Instruction[] };

const HEREDOC = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/g;
const MAX_LINES = 5000;
const MAX_STAGES = 50;

/** Reads instructions; comments and the lines of heredocs are none. */
export function readInstructions(text: string): Instruction[] {
  const reader = new InstructionReader();
  for (const [index, line] of text.split(/\r?\n/).slice(0, MAX_LINES).entries()) reader.read(line, index + 1);
  return reader.found;
}

class InstructionReader {
  readonly found: Instruction[] = [];
  #open: Instruction | null = null;
  /** The words that end the heredocs which are open. */
  #heredocs: string[] = [];

  read(raw: string, line: number): void {
    if (this.#heredocs.length > 0) {
      if (raw.trim() === this.#heredocs[0]) this.#heredocs.shift();
      return;
    }
    // A comment may stand between continued lines; an empty line does not end them either.
    if (/^\s*(?:#|$)/.test(raw)) return;
    const continues = raw.trimEnd().endsWith("\\");
    this.#add((continues ? raw.trimEnd().slice(0, -1) : raw).trim(), line);
    if (continues) return;
    if (this.#open && /^(?:RUN|COPY|ADD)$/.test(this.#open.keyword)) this.#heredocs = heredocsOf(this.#open.rest);
    this.#open = null;
  }

  #add(content: string, line: number): void {
    if (this.#open) {
      this.#open.rest += ` ${content}`;
      return;
    }
    const [, keyword, rest = ""] = /^([A-Za-z]+)(?:\s+(.*))?$/.exec(content) ?? [];
    if (!keyword) return;
    this.#open = { keyword: keyword.toUpperCase(), rest, line };
    this.found.push(this.#open);
  }
}

const heredocsOf = (rest: string) => [...rest.matchAll(HEREDOC)].map(([, , word = ""]) => word);

const NAME_AND_VALUE = /([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|[^\s"']*))?/g;
const unquoted = (value: string) => value.replace(/^(["'])(.*)\1$/, "$2");

/** The names of an `ARG` or `ENV`, with the values that they are given; `null` where there is none. */
export function settingsIn({ keyword, rest }: Instruction): { name: string; value: string | null }[] {
  const old = keyword === "ENV" ? /^([A-Za-z_]\w*)\s+(\S.*)$/.exec(rest) : null;
  if (old?.[1] && old[2] !== undefined) return [{ name: old[1], value: unquoted(old[2].trim()) }];
  return [...rest.matchAll(NAME_AND_VALUE)].map(([, name = "", value]) => ({
    name,
    value: value === undefined ? null : unquoted(value),
  }));
}

const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g;

/** The text with the variables that are known put in. */
export function filledIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (whole, braced?: string, fallback?: string, plain?: string) => {
    return values.get(braced ?? plain ?? "") ?? fallback ?? whole;
  });
}

/** What `ARG` and `ENV` set, the later ones winning. */
export function valuesOf(instructions: readonly Instruction[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const instruction of instructions) {
    if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") continue;
    for (const { name, value } of settingsIn(instruction))
      if (value !== null) values.set(name, filledIn(value, values));
  }
  return values;
}

/** All stages in their order. A stage on top of another goes on from that one's instructions. */
export function stagesOf(all: readonly Instruction[]): Stage[] {
  const first = all.findIndex(({ keyword }) => keyword === "FROM");
  const global = valuesOf(first === -1 ? [] : all.slice(0, first));
  const stages: Stage[] = [];
  for (const [index, from] of all.entries()) {
    if (from.keyword !== "FROM") continue;
    if (stages.length === MAX_STAGES) break;
    const next = all.findIndex(({ keyword }, at) => at > index && keyword === "FROM");
    const own = all.slice(index + 1, next === -1 ? undefined : next);
    const [base = "", , name = null] = from.rest.replace(/^(?:--\S+\s+)+/, "").split(/\s+/);
    const image = filledIn(base, global);
    const below = stages.find((stage) => stage.name !== null && stage.name.toLowerCase() === image.toLowerCase());
    stages.push({ name, image: below?.image ?? image, from, instructions: [...(below?.instructions ?? []), ...own] });
  }
  return stages;
}
