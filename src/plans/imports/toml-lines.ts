const HEADER = /^\s{0,20}(\[\[?)\s{0,9}([^\]]{1,200})\]/;
const KEY =
  /^\s{0,20}((?:[\w-]+|"[^"]{1,100}"|'[^']{1,100}')(?:\s{0,9}\.\s{0,9}(?:[\w-]+|"[^"]{1,100}"|'[^']{1,100}'))*)\s{0,9}=/;

/** `"a.b".c` → the parts as one path; what a dot within quotes means is lost, which costs a line's number at most. */
const cleanKey = (key: string) => key.replaceAll(/["'\s]/g, "");

/** Tells on which line of a TOML file a value stands: of its key, else of the nearest that holds it, else 0. */
export function tomlLines(text: string): (path: string) => number {
  const lines = new Map<string, number>();
  const tables = new Tables();
  for (const [index, line] of text.split("\n").entries()) {
    const path = tables.enter(line) ?? tables.pathOf(line);
    if (path !== null && !lines.has(path)) lines.set(path, index + 1);
  }
  return (path) => nearest(lines, path);
}

/** Goes down a file and knows in which table it is; the tables of a list are counted. */
class Tables {
  #table = "";
  readonly #counts = new Map<string, number>();

  /** The table that a line begins, or `null`. */
  enter(line: string): string | null {
    const [, brackets, name] = HEADER.exec(line) ?? [];
    if (name === undefined) return null;
    const table = this.#inLists(cleanKey(name));
    if (brackets === "[[") this.#counts.set(table, (this.#counts.get(table) ?? 0) + 1);
    this.#table = brackets === "[[" ? this.#last(table) : table;
    return this.#table;
  }

  /** `[[services]]` and then `[[services.ports]]`: the ports are those of the last service. */
  #inLists(name: string): string {
    const parts = name.split(".");
    const last = parts.pop() ?? "";
    const above = parts.reduce((path, part) => this.#last(path === "" ? part : `${path}.${part}`), "");
    return above === "" ? last : `${above}.${last}`;
  }

  #last(table: string): string {
    const count = this.#counts.get(table);
    return count === undefined ? table : `${table}[${count - 1}]`;
  }

  pathOf(line: string): string | null {
    const key = KEY.exec(line)?.[1];
    if (!key) return null;
    return this.#table === "" ? cleanKey(key) : `${this.#table}.${cleanKey(key)}`;
  }
}

function nearest(lines: ReadonlyMap<string, number>, path: string): number {
  for (let known = path; known !== ""; known = known.replace(/(?:\.[^.[]*|\[\d+\]|^[^.[]+)$/, "")) {
    const line = lines.get(known);
    if (line !== undefined) return line;
  }
  return 0;
}
