import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
const CHANNELS: Record<number, number> = { 2: 3, 6: 4 };

type Chunk = { type: string; data: Buffer };

/** The same picture in fewer bytes: rows as they are compress better than filtered ones where most of it is flat. */
export function squeezePng(png: Buffer): Buffer {
  const chunks = readChunks(png);
  const [header] = chunks;
  const channels = CHANNELS[header?.data[9] ?? 0];
  if (!header || channels === undefined || header.data[8] !== 8) throw new Error("Only 8-bit RGB(A) is known");
  const rowBytes = header.data.readUInt32BE(0) * channels;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const rows = unfiltered(inflateSync(packed), rowBytes, channels);
  const image = { type: "IDAT", data: deflateSync(rows, { level: 9, memLevel: 9 }) };
  const all = [header, image, { type: "IEND", data: Buffer.alloc(0) }];
  const squeezed = Buffer.concat([png.subarray(0, SIGNATURE_BYTES), ...all.map(writeChunk)]);
  return squeezed.length < png.length ? squeezed : png;
}

function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function writeChunk({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Each row after the number of its filter; the result says "none" for all of them. */
function unfiltered(rows: Buffer, rowBytes: number, step: number): Buffer {
  const out = Buffer.alloc(rows.length);
  // One pixel of nothing stands before each row, and a row of it above the first.
  let above = Buffer.alloc(step + rowBytes);
  for (let start = 0; start < rows.length; start += rowBytes + 1) {
    const predict = PREDICTIONS[byte(rows, start)] ?? nothing;
    const row = Buffer.alloc(step + rowBytes);
    for (let x = step; x < row.length; x++) {
      const predicted = predict(byte(row, x - step), byte(above, x), byte(above, x - step));
      row[x] = byte(rows, start + 1 + x - step) + predicted;
    }
    row.copy(out, start + 1, step);
    above = row;
  }
  return out;
}

const byte = (bytes: Buffer, at: number) => bytes[at] ?? 0;
const nothing = () => 0;

/** By the filter's number (PNG, 9.2): none, sub, up, average, Paeth. */
const PREDICTIONS: ((left: number, up: number, corner: number) => number)[] = [
  nothing,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, corner) => {
    const [byLeft, byUp] = [Math.abs(up - corner), Math.abs(left - corner)];
    const byCorner = Math.abs(left + up - 2 * corner);
    if (byLeft <= byUp && byLeft <= byCorner) return left;
    return byUp <= byCorner ? up : corner;
  },
];
