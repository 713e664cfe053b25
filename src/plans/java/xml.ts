/** An element of a file in XML, as far as a scan needs it: no attributes, and the text directly inside. */
export type XmlElement = { name: string; text: string; line: number; children: XmlElement[] };

const TAG = /<(\/?)([A-Za-z_][\w.:-]{0,100})[^<>]{0,2000}?(\/?)>/g;
const NOT_READ = /<!--[\s\S]*?-->|<\?[^>]{0,500}\?>|<!\[CDATA\[|\]\]>/g;
const MAX_DEPTH = 40;

/** Blanks of the same length and with the same lines, so that places stay what they are. */
const blanked = (text: string) => text.replace(/[^\n]/g, " ");

// An unclosed comment would be looked for again at each of its beginnings.
const withoutComments = (text: string) => {
  const end = text.lastIndexOf("-->");
  const readable = text.slice(0, end + 3).replace(NOT_READ, blanked) + text.slice(end + 3);
  const open = readable.indexOf("<!--");
  return open === -1 ? readable : readable.slice(0, open);
};

class XmlReader {
  readonly root: XmlElement = { name: "", text: "", line: 0, children: [] };
  readonly #text: string;
  readonly #open = [this.root];
  #line = 1;
  #lineEnd: number;
  #contentStart = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = text.indexOf("\n");
  }

  tag(match: RegExpExecArray): void {
    const [whole, closes, name = "", selfClosing] = match;
    this.#countLines(match.index);
    if (closes) this.#close(name, match.index);
    else this.#begin(name, Boolean(selfClosing));
    this.#contentStart = match.index + whole.length;
  }

  #countLines(index: number): void {
    while (this.#lineEnd !== -1 && this.#lineEnd < index) {
      this.#line++;
      this.#lineEnd = this.#text.indexOf("\n", this.#lineEnd + 1);
    }
  }

  #begin(name: string, isEmpty: boolean): void {
    const element: XmlElement = { name, text: "", line: this.#line, children: [] };
    this.#open.at(-1)?.children.push(element);
    if (!isEmpty && this.#open.length < MAX_DEPTH) this.#open.push(element);
  }

  #close(name: string, index: number): void {
    const around = this.#open.at(-1);
    if (!around || around.name !== name) return;
    if (around.children.length === 0) around.text = this.#text.slice(this.#contentStart, index).trim();
    this.#open.pop();
  }
}

/** Reads what is there. What does not fit is passed over: the file is anyone's. */
export function readXml(source: string): XmlElement {
  const text = withoutComments(source);
  const reader = new XmlReader(text);
  for (const match of text.matchAll(TAG)) reader.tag(match);
  return reader.root;
}

/** All elements at the end of the names, going down one name at a time. */
export function elementsAt(element: XmlElement, ...names: string[]): XmlElement[] {
  const [first, ...rest] = names;
  if (first === undefined) return [element];
  return element.children.filter(({ name }) => name === first).flatMap((child) => elementsAt(child, ...rest));
}

export const elementAt = (element: XmlElement, ...names: string[]): XmlElement | null =>
  elementsAt(element, ...names)[0] ?? null;

export const textAt = (element: XmlElement, ...names: string[]): string => elementAt(element, ...names)?.text ?? "";
