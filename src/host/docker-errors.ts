import { AppError } from "../lib/errors.ts";

type Translation = {
  pattern: RegExp;
  code: string;
  status: number;
  summary: (match: RegExpExecArray) => string;
  hint: string;
};

/** The first that fits wins. What fits none is shown as the Engine said it. */
const TRANSLATIONS: readonly Translation[] = [
  {
    pattern: /no space left on device/i,
    code: "disk_full",
    status: 507,
    summary: () => "Docker has no space left on its disk.",
    hint: "Delete old releases or unused images, or give the machine a larger disk, then deploy again.",
  },
  {
    pattern:
      /(?:dial tcp|lookup \S+ on|lookup \S+:|Client\.Timeout|i\/o timeout|TLS handshake timeout|network is unreachable|failed to do request)/i,
    code: "registry_unreachable",
    status: 502,
    summary: () => "Docker could not reach the image registry.",
    hint: "Check this machine's network and DNS. An image that is already here needs no network.",
  },
  {
    pattern: /(?:pull access denied for|repository does not exist[^:]*:) ?([^\s,]+)?/i,
    code: "image_not_found",
    status: 422,
    summary: (match) => `There is no image ${match[1] ?? "of that name"}, or it is private.`,
    hint: "Check the name after FROM in the Dockerfile.",
  },
  {
    pattern: /(?:docker\.io\/(?:library\/)?)(\S+?): (?:manifest unknown|not found)/i,
    code: "image_not_found",
    status: 422,
    summary: (match) => `There is no image ${match[1] ?? "of that name"}.`,
    hint: "Check its name and version in the Dockerfile, or choose another version of the runtime.",
  },
  {
    pattern: /"([^"]+)":? not found/,
    code: "file_missing",
    status: 422,
    summary: (match) => `The build copies ${match[1]}, which is not there.`,
    hint: "Check the paths of COPY in the Dockerfile, and what .dockerignore leaves out.",
  },
  {
    pattern: /No such image: (\S+)/i,
    code: "image_missing",
    status: 409,
    summary: () => "The image of this release is no longer on the machine.",
    hint: "Deploy again: the source is kept and will be built anew.",
  },
  {
    pattern: /exec: "([^"]+)": (?:executable file not found|stat [^:]+: no such file)/i,
    code: "start_command_missing",
    status: 422,
    summary: (match) => `The image has no program ${match[1]} to start.`,
    hint: "Correct the start command, or the CMD of the Dockerfile.",
  },
  {
    pattern: /No command specified/i,
    code: "start_command_missing",
    status: 422,
    summary: () => "The image says no command to start.",
    hint: "Give the plan a start command, or the Dockerfile a CMD.",
  },
  {
    pattern: /The container name "\/?([^"]+)" is already in use/i,
    code: "name_taken",
    status: 409,
    summary: (match) => `A container named ${match[1]} exists already.`,
    hint: "Remove or rename it if it is not AutoStack's, then deploy again.",
  },
  {
    pattern: /Address already in use/i,
    code: "address_taken",
    status: 409,
    summary: () => "Another container has just taken the address.",
    hint: "Deploy again.",
  },
  {
    pattern: /non-overlapping IPv4 address pool|Pool overlaps/i,
    code: "no_network_left",
    status: 507,
    summary: () => "Docker has no address range left for another network.",
    hint: "Add a range to default-address-pools in /etc/docker/daemon.json and restart Docker.",
  },
];

const ENGINE_LOST = "docker_lost";
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOENT", "EACCES", "EPERM", "ECONNRESET", "EPIPE", "FailedToOpenSocket"]);

/** Whether the Engine answered that the thing does not exist. */
export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** Whether the Engine answered that the thing is in that state already. */
export const isUnchanged = (error: unknown): boolean => statusOf(error) === 304;

export const isConflict = (error: unknown): boolean => statusOf(error) === 409;

/** Whether a container was frozen already, or was not frozen. */
export const isAlready = (error: unknown): boolean => /is already paused|is not paused/.test(String(error));

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error ? Number(error.statusCode) : undefined;
}

/** Says what an error of the Engine means to a person. `AppError`s and aborts pass through. */
export function translateDockerError(error: unknown, socket: string): Error {
  if (error instanceof AppError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  if (cause.name === "AbortError" || cause.name === "TimeoutError") return cause;
  if ("code" in cause && UNREACHABLE.has(String(cause.code))) return unreachable(socket, cause);
  return translateDockerText(cause.message, cause);
}

export function unreachable(socket: string, cause?: Error): AppError {
  const refused = cause && "code" in cause && (cause.code === "EACCES" || cause.code === "EPERM");
  return new AppError(
    {
      code: "docker_unreachable",
      status: 503,
      summary: refused ? `AutoStack may not use Docker at ${socket}.` : `Docker does not answer at ${socket}.`,
      hint: refused
        ? "Run AutoStack as a user of the group docker."
        : "Start Docker, or restart it when it hangs (systemctl restart docker), or set AUTOSTACK_DOCKER to its socket.",
    },
    { cause },
  );
}

/** For the text that a build or a pull ends with. */
export function translateDockerText(text: string, cause?: Error): AppError {
  for (const { pattern, code, status, summary, hint } of TRANSLATIONS) {
    const match = pattern.exec(text);
    if (match)
      return new AppError({ code, status, summary: summary(match), hint }, { cause: cause ?? new Error(text) });
  }
  return new AppError(
    {
      code: "docker_failed",
      status: 502,
      summary: `Docker refused: ${plainText(text)}`,
      hint: "Open Docker's own log (journalctl -u docker) around this time.",
    },
    { cause: cause ?? new Error(text) },
  );
}

/** dockerode wraps the Engine's sentence: `(HTTP code 500) server error - the sentence `. */
const plainText = (text: string) => text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();

/** Whether the connection broke, so that nobody knows how the work went on. */
export const isEngineLost = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && UNREACHABLE.has(String(error.code))) ||
    (error instanceof AppError && error.code === ENGINE_LOST));

export function engineLost(cause?: unknown): AppError {
  return new AppError(
    {
      code: ENGINE_LOST,
      status: 503,
      summary: "Docker was stopped or restarted during the build.",
      hint: "Deploy again once Docker runs.",
    },
    { cause },
  );
}
