/** Bytes of a log and where they stand in it. */
export type LogBytes = { position: number; bytes: Buffer };

/** `position` is that of the line's end, so that a reader can go on there. */
export type CutLine = { text: string; position: number };

const NEW_LINE = 10;
const LONGEST_LINE = 16_384;

/** The lines of each part, as far as they have ended. A very long one comes in pieces, the last one also without an end. */
export async function* cutLines(parts: AsyncIterable<LogBytes>): AsyncGenerator<CutLine[]> {
  let begun: LogBytes | null = null;
  for await (const part of parts) {
    const { lines, rest } = cut(joined(begun, part));
    yield lines;
    begun = rest;
  }
  if (begun !== null && begun.bytes.length > 0) yield [lineOf(begun, begun.bytes.length)];
}

/** What stands between two parts may have been dropped: then the begun line is, too. */
function joined(begun: LogBytes | null, part: LogBytes): LogBytes {
  if (begun === null || begun.position + begun.bytes.length !== part.position) return part;
  return { position: begun.position, bytes: Buffer.concat([begun.bytes, part.bytes]) };
}

function cut(part: LogBytes): { lines: CutLine[]; rest: LogBytes } {
  const lines: CutLine[] = [];
  let { position, bytes } = part;
  for (;;) {
    const found = bytes.indexOf(NEW_LINE);
    const end = found < 0 ? bytes.length : found;
    if (found < 0 && end <= LONGEST_LINE) return { lines, rest: { position, bytes } };
    const length = end > LONGEST_LINE ? LONGEST_LINE : end + 1;
    lines.push(lineOf({ position, bytes }, length));
    position += length;
    bytes = bytes.subarray(length);
  }
}

function lineOf({ position, bytes }: LogBytes, length: number): CutLine {
  const text = bytes.toString("utf8", 0, length).replace(/\r?\n$/, "");
  return { text, position: position + length };
}
