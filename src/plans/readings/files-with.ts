import type { Folder } from "../folder.ts";

/** Files that hold one of the words. Asked first, it spares most files a search by patterns. */
export const filesWith = (folder: Folder, words: readonly string[], files: readonly string[] = folder.code): string[] =>
  files.filter((file) => {
    const text = folder.read(file);
    return text !== null && words.some((word) => text.includes(word));
  });
