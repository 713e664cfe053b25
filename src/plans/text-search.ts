/** The beginning of a comment at the beginning of a line. `#[…]` is an attribute in Rust and in PHP. */
const COMMENT = /[^\S\n]*(?:\/\/|#(?!\[)|\*|\/\*)/y;

/** Goes forward through a text and knows its line. What was passed is not looked at again. */
export class LineCounter {
  readonly #text: string;
  #line = 1;
  #start = 0;
  #end: number;

  constructor(text: string) {
    this.#text = text;
    this.#end = text.indexOf("\n");
  }

  /** The line of a place, which counts from 1. */
  at(index: number): number {
    while (this.#end !== -1 && this.#end < index) {
      this.#line++;
      this.#start = this.#end + 1;
      this.#end = this.#text.indexOf("\n", this.#start);
    }
    return this.#line;
  }

  /** Whether a place on the line that was asked for last stands in a comment that takes all of the line. */
  isInComment(index: number): boolean {
    COMMENT.lastIndex = this.#start;
    return COMMENT.test(this.#text) && COMMENT.lastIndex <= index + 1;
  }
}

export const lineAt = (text: string, index: number): number => new LineCounter(text).at(index);

const GLOBALS = new WeakMap<RegExp, RegExp>();

/** The pattern as one that goes through a whole text; made once, since every part of a source asks for the same ones. */
export function globalOf(pattern: RegExp): RegExp {
  if (pattern.global) return pattern;
  const known = GLOBALS.get(pattern) ?? new RegExp(pattern, `${pattern.flags}g`);
  GLOBALS.set(pattern, known);
  return known;
}

/** Most texts hold nothing of what is searched for, and going through matches takes longer than asking for one. */
export function isIn(text: string, global: RegExp): boolean {
  global.lastIndex = 0;
  const isThere = global.test(text);
  global.lastIndex = 0;
  return isThere;
}
