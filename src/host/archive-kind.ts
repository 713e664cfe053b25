export type ArchiveKind = "zip" | "gzip" | "zstd" | "tar";

/** As much of a file's beginning as `archiveKind` looks at. */
export const HEAD_BYTES = 512;

const MAGIC: { kind: ArchiveKind; at: number; bytes: number[] }[] = [
  { kind: "zip", at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  // A zip without any entry begins with the end of its directory.
  { kind: "zip", at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { kind: "gzip", at: 0, bytes: [0x1f, 0x8b] },
  { kind: "zstd", at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: "tar", at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** Tells an archive by its first bytes, whatever its name says; `null` when it is none. */
export function archiveKind(head: Uint8Array): ArchiveKind | null {
  const found = MAGIC.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte));
  return found?.kind ?? null;
}
