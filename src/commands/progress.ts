import { formatBytes } from "../lib/bytes.ts";
import type { Io } from "./command.ts";

const REDRAW_MS = 80;
const WIDEST_BAR = 30;

export type Progress = { label: string; done: number; total: number };

/** One line of at most `columns` characters; the bar gives way first, then the label. */
export function progressLine({ label, done, total }: Progress, columns: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const figures = `${String(Math.floor(share * 100)).padStart(3)}% ${formatBytes(done)} of ${formatBytes(total)}`;
  const width = Math.min(columns - label.length - figures.length - 5, WIDEST_BAR);
  const filled = Math.round(share * width);
  const bar = width >= 5 ? `[${"█".repeat(filled)}${"░".repeat(width - filled)}] ` : "";
  return `${label} ${bar}${figures}`.slice(0, Math.max(columns - 1, 0));
}

/** A bar that redraws its line on a terminal; elsewhere a line for each quarter. */
export class ProgressBar {
  readonly #io: Pick<Io, "err" | "isTerminal" | "columns">;
  readonly #label: string;
  readonly #total: number;
  readonly #now: () => number;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #quarter = 0;

  constructor(
    io: Pick<Io, "err" | "isTerminal" | "columns">,
    label: string,
    total: number,
    now = () => performance.now(),
  ) {
    this.#io = io;
    this.#label = label;
    this.#total = total;
    this.#now = now;
  }

  update(done: number): void {
    const line = { label: this.#label, done, total: this.#total };
    if (this.#io.isTerminal) this.#redraw(line);
    else this.#addLine(line);
  }

  /** Takes the bar away, so that what comes next stands on a line of its own. */
  end(): void {
    if (this.#io.isTerminal) this.#io.err("\r\x1b[K");
  }

  #redraw(line: Progress): void {
    const now = this.#now();
    if (line.done < line.total && now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#io.err(`\r\x1b[K${progressLine(line, this.#io.columns)}`);
  }

  #addLine({ label, done, total }: Progress): void {
    const quarter = Math.floor((done * 4) / Math.max(total, 1));
    if (quarter <= this.#quarter) return;
    this.#quarter = quarter;
    this.#io.err(`${label}: ${formatBytes(done)} of ${formatBytes(total)}\n`);
  }
}
