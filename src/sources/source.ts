/** Where a project's code comes from. */
export type Source =
  | { kind: "git"; url: string; branch: string | null; folder: string | null }
  | { kind: "upload" }
  | { kind: "example"; name: string };

/** One exact version of a source. */
export type Revision =
  | { kind: "commit"; sha: string; message: string; author: string; committedAt: number; branch: string }
  | { kind: "upload"; fileName: string; hash: string }
  | { kind: "example"; name: string; hash: string };

/** What one deployment takes in: fresh from its source, one upload, or a kept snapshot (redeploy). */
export type SourceInput =
  | { kind: "git"; url: string; branch: string | null; folder: string | null }
  | { kind: "upload"; upload: string; fileName: string }
  | { kind: "example"; name: string }
  | { kind: "snapshot"; snapshot: Snapshot; revision: Revision };

/** The exact source of a deployment, kept compressed under the hash of its content (names, modes and bytes). */
export type Snapshot = { hash: string; bytes: number; files: number };

/** A folder with the files of one revision, ready to be scanned and built. */
export type Workspace = { folder: string; revision: Revision; snapshot: Snapshot };
