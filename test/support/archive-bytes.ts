import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

export type ZipPart = {
  name: string | Buffer;
  content?: string | Buffer;
  /** Unix mode with the kind of file; without it the zip says that it was made on DOS. */
  mode?: number;
  stored?: boolean;
  /** Lies: what the zip's directory says instead of the truth. */
  claims?: { size?: number; crc?: number; method?: number; flags?: number; offset?: number };
};

/** A zip made by hand, byte for byte, so that it may be wrong in any way. */
export function zipBytes(parts: ZipPart[], lies: { entries?: number; comment?: string } = {}): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, central } = zipPart(part, offset);
    bodies.push(local);
    directory.push(central);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const comment = Buffer.from(lies.comment ?? "");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lies.entries ?? parts.length, 8);
  end.writeUInt16LE(lies.entries ?? parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, list, end, comment]);
}

function zipPart({ name, content = "", mode, stored = false, claims = {} }: ZipPart, offset: number) {
  const bytes = Buffer.from(content);
  const packed = stored ? bytes : deflateRawSync(bytes);
  const nameBytes = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(claims.flags ?? 0x800, 2);
  common.writeUInt16LE(claims.method ?? (stored ? 0 : 8), 4);
  common.writeUInt32LE(claims.crc ?? crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(claims.size ?? bytes.length, 18);
  common.writeUInt16LE(nameBytes.length, 22);
  const before = Buffer.from([0, mode === undefined ? 0 : 3]);
  const after = Buffer.alloc(14);
  after.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 6);
  after.writeUInt32LE(claims.offset ?? offset, 10);
  return {
    local: Buffer.concat([Buffer.from("PK\u0003\u0004"), common, nameBytes, packed]),
    central: Buffer.concat([Buffer.from("PK\u0001\u0002"), before, common, after, nameBytes]),
  };
}

export type TarPart = Partial<Header> & { name: string; content?: string };

export async function tarBytes(parts: TarPart[]): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of parts) tar.entry(header, content ?? "");
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const tarGzBytes = async (parts: TarPart[]) => gzipSync(await tarBytes(parts));
