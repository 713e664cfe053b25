import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type SimpleGit, simpleGit } from "simple-git";
import { formatBytes } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { gitEnvironment, localGitEnvironment } from "./git-environment.ts";
import { gitProblem, tookTooLong } from "./git-errors.ts";
import type { Processes } from "./processes.ts";
import { sleep } from "./sleep.ts";

/** `url` has been checked by `parseGitUrl`. `credential`: a token, or `user:password`; it is never stored or printed. */
export type RemoteRequest = { url: string; credential?: string | null; signal?: AbortSignal };

export type CheckoutRequest = RemoteRequest & {
  /** A branch or a tag; `null` takes the repository's default branch. */
  branch: string | null;
  /** A folder that does not exist yet. */
  into: string;
  limits: { maxBytes: number; maxFiles: number };
  /** A line now and then while the repository comes in. */
  onProgress?: (line: string) => void;
};

export type Checkout = { sha: string; message: string; author: string; committedAt: number; branch: string };

export type RemoteBranches = { defaultBranch: string | null; branches: string[]; tags: string[] };

export interface Git {
  /** The newest commit of a branch or tag, without history, hooks or submodules. Nothing is left behind on failure. */
  checkout(request: CheckoutRequest): Promise<Checkout>;
  /** What a repository has to offer, without fetching it. */
  remoteBranches(request: RemoteRequest): Promise<RemoteBranches>;
}

export type GitSettings = {
  /** As in `GIT_ALLOW_PROTOCOL`: names joined by colons. */
  protocols: string;
  /** A server that sends less than 1 kB/s for this long has stalled. */
  stallSeconds: number;
  timeoutMs: number;
};

const DEFAULTS: GitSettings = { protocols: "https:ssh", stallSeconds: 30, timeoutMs: 10 * MINUTE_MS };
const LIST_TIMEOUT_MS = 20 * SECOND_MS;
const MAX_REFS = 2000;
const WATCH_PAUSE_MS = SECOND_MS;
/** Longer than git waits for a slow answer, and so only for a server that does not even come that far. */
const SILENT_STALLS = 1.5;

export function makeGit(processes: Pick<Processes, "run">, settings: Partial<GitSettings> = {}): Git {
  const client = new GitClient(processes, { ...DEFAULTS, ...settings });
  return {
    checkout: (request) => client.checkout(request),
    remoteBranches: (request) => client.remoteBranches(request),
  };
}

type Command = { timeoutMs?: number; onLine?: (line: string) => void };

class GitClient {
  readonly #processes: Pick<Processes, "run">;
  readonly #settings: GitSettings;

  constructor(processes: Pick<Processes, "run">, settings: GitSettings) {
    this.#processes = processes;
    this.#settings = settings;
  }

  async checkout(request: CheckoutRequest): Promise<Checkout> {
    const { into } = request;
    try {
      await this.#clone(request);
      const commit = await this.#readCommit(request);
      await this.#weigh(request);
      await this.#run(request, ["-C", into, "checkout", "--quiet", "--force", "HEAD", "--"]);
      return commit;
    } catch (error) {
      await rm(into, { recursive: true, force: true });
      throw error;
    }
  }

  async #clone(request: CheckoutRequest): Promise<void> {
    const { url, branch, into, limits, onProgress } = request;
    const tooLarge = new AbortController();
    const done = new AbortController();
    const watching = watchSize(into, done.signal, (bytes) => {
      onProgress?.(`Received ${formatBytes(bytes)} …`);
      if (bytes > limits.maxBytes) tooLarge.abort(repositoryTooLarge(formatBytes(limits.maxBytes)));
    });
    const tooSlow = this.#silenceOf(request, done.signal);
    const signal = AbortSignal.any([tooLarge.signal, tooSlow, ...(request.signal ? [request.signal] : [])]);
    const only = branch === null ? [] : ["--branch", branch];
    const flags = ["--no-checkout", "--depth", "1", "--single-branch", "--no-tags", "--no-recurse-submodules"];
    try {
      await this.#run({ ...request, signal }, ["clone", ...flags, ...only, "--", url, into]);
    } finally {
      done.abort();
      await watching;
    }
  }

  /**
   * Aborts when nothing has come by then. Git itself looks at the speed of an answer only, and would wait five minutes for a server that
   * never ends its handshake.
   */
  #silenceOf({ url, into }: CheckoutRequest, until: AbortSignal): AbortSignal {
    const silent = new AbortController();
    if (!url.startsWith("https:")) return silent.signal;
    void sleep(SILENT_STALLS * this.#settings.stallSeconds * SECOND_MS, until).then(async () => {
      const packs = await readdir(join(into, ".git", "objects", "pack")).catch(() => []);
      if (!until.aborted && packs.length === 0) silent.abort(gitProblem("Operation too slow", { url }));
    });
    return silent.signal;
  }

  /** Counts what a checkout would write before it does: a repository of a few kB can hold billions of files. */
  async #weigh(request: CheckoutRequest): Promise<void> {
    const { into, limits } = request;
    const tooLarge = new AbortController();
    let bytes = 0;
    let files = 0;
    const onLine = (line: string) => {
      bytes += Number(line.split(/\s+/)[3]) || 0;
      files++;
      if (bytes > limits.maxBytes) tooLarge.abort(repositoryTooLarge(formatBytes(limits.maxBytes)));
      if (files > limits.maxFiles) tooLarge.abort(repositoryTooLarge(`${limits.maxFiles} files`));
    };
    const signal = AbortSignal.any([tooLarge.signal, ...(request.signal ? [request.signal] : [])]);
    await this.#run({ ...request, signal }, ["-C", into, "ls-tree", "-r", "-l", "HEAD"], { onLine });
  }

  async #readCommit(request: CheckoutRequest): Promise<Checkout> {
    const { into, branch } = request;
    const git = openCheckout(into);
    const format = { sha: "%H", message: "%s", author: "%an", committedAt: "%ct" };
    const log = await git.log({ maxCount: 1, format }).catch((cause: Error) => {
      throw /does not have any commits|unknown revision|bad default revision/.test(cause.message)
        ? emptyRepository(cause)
        : gitProblem(cause.message, request);
    });
    if (log.latest === null) throw emptyRepository();
    const { sha, message, author, committedAt } = log.latest;
    const name = branch ?? (await git.raw("symbolic-ref", "--short", "HEAD"));
    return { sha, message, author, committedAt: Number(committedAt) * SECOND_MS, branch: name };
  }

  async remoteBranches(request: RemoteRequest): Promise<RemoteBranches> {
    const found: RemoteBranches = { defaultBranch: null, branches: [], tags: [] };
    const onLine = (line: string) => readRef(line, found);
    const patterns = ["HEAD", "refs/heads/*", "refs/tags/*"];
    await this.#run(request, ["ls-remote", "--symref", "--", request.url, ...patterns], {
      timeoutMs: LIST_TIMEOUT_MS,
      onLine,
    });
    return found;
  }

  /** Git's own programs do the network's work in one process group, so that an abort ends them all. */
  async #run(request: RemoteRequest & { branch?: string | null }, argv: string[], command: Command = {}) {
    const { stallSeconds, timeoutMs } = this.#settings;
    const config = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "submodule.recurse=false"];
    const stall = ["http.lowSpeedLimit=1000", `http.lowSpeedTime=${stallSeconds}`];
    const options = [...config, ...stall].flatMap((one) => ["-c", one]);
    const { onLine } = command;
    const result = await this.#processes
      .run(["git", ...options, ...argv], {
        env: gitEnvironment(this.#settings, request),
        timeoutMs: command.timeoutMs ?? timeoutMs,
        ...(request.signal && { signal: request.signal }),
        ...(onLine && { onLine: (stream: "out" | "err", line: string) => stream === "out" && onLine(line) }),
      })
      .catch((error) => {
        throw error instanceof AppError && error.code === "command_timeout" ? tookTooLong(error) : error;
      });
    if (result.exitCode !== 0) throw gitProblem(result.err, request);
  }
}

/** For what needs no network. Its configuration paths are our own, and lead nowhere. */
function openCheckout(folder: string): SimpleGit {
  const environment = localGitEnvironment();
  return simpleGit({
    baseDir: folder,
    trimmed: true,
    allowEnvironment: Object.keys(environment),
    unsafe: { allowUnsafeConfigPaths: true },
  }).env(environment);
}

/** `ref: refs/heads/main	HEAD` or `<sha>	refs/heads/main`. */
function readRef(line: string, found: RemoteBranches): void {
  const [left = "", ref = ""] = line.split("\t");
  if (ref === "HEAD" && left.startsWith("ref: refs/heads/"))
    found.defaultBranch = left.slice("ref: refs/heads/".length);
  // `refs/tags/v1^{}` is what the tag v1 points to.
  if (ref.endsWith("^{}")) return;
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined || found.branches.length + found.tags.length >= MAX_REFS) return;
  (kind === "heads" ? found.branches : found.tags).push(name);
}

async function watchSize(folder: string, until: AbortSignal, onSize: (bytes: number) => void): Promise<void> {
  const stopped = new Promise<void>((resolve) => until.addEventListener("abort", () => resolve(), { once: true }));
  while (!until.aborted) {
    await Promise.race([Bun.sleep(WATCH_PAUSE_MS), stopped]);
    if (!until.aborted) onSize(await folderBytes(folder));
  }
}

/** What is on disk now; files that come and go meanwhile count as nothing. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory()
      ? await folderBytes(path)
      : await lstat(path).then(
          ({ size }) => size,
          () => 0,
        );
  }
  return bytes;
}

const repositoryTooLarge = (limit: string) =>
  new AppError({
    code: "repository_too_large",
    status: 422,
    field: "url",
    summary: `The repository holds more than ${limit}.`,
    hint: "Remove large or generated files from it, or raise the limit in AutoStack's configuration.",
  });

const emptyRepository = (cause?: unknown) =>
  new AppError(
    {
      code: "repository_empty",
      status: 422,
      field: "url",
      summary: "The repository has no commits yet.",
      hint: "Push something to it, then deploy again.",
    },
    { cause },
  );
