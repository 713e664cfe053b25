import { cpus, totalmem } from "node:os";
import { formatBytes, GIGABYTE, MEGABYTE, parseBytes } from "./lib/bytes.ts";
import { AppError } from "./lib/errors.ts";
import { MINUTE_MS, SECOND_MS } from "./lib/time.ts";

/** The environment and `autostack.toml`, read once, checked and frozen. */
export type Config = Readonly<{
  dataFolder: string;
  /** The dashboard's port; with the embedded edge the apps' too. */
  port: number;
  /** Where the dashboard listens. `127.0.0.1` keeps it off the network. */
  address: string;
  /** Apps are `<slug>.<base domain>`. `null`: no wildcard name exists and each project has a port of its own. */
  baseDomain: string | null;
  /** The dashboard's own URL when a proxy with TLS stands before it: `https://deploy.example.com`. */
  publicUrl: string | null;
  runtime: "auto" | "docker" | "process";
  edge: "auto" | "traefik" | "embedded";
  /** Traefik's binary: a path or a name on `PATH`. */
  traefik: string;
  /** Where Traefik takes requests for apps. */
  edgePort: number;
  /** Docker's socket. */
  docker: string;
  /** Whether apps and Traefik run on when AutoStack stops (a server), or end with it (a demo). */
  onStop: "keep" | "end";
  /** The ports that projects get where there is no base domain: first and last. */
  appPorts: { first: number; last: number };
  limits: Limits;
}>;

type Limits = Readonly<{
  uploadBytes: number;
  /** What an archive or a repository may unpack to. */
  sourceBytes: number;
  sourceFiles: number;
  concurrentDeployments: number;
  buildTimeoutMs: number;
  healthTimeoutMs: number;
  memoryBytes: number;
  cpus: number;
  pids: number;
  logBytes: number;
  keptReleases: number;
  /** Below this much free space builds wait. */
  freeDiskBytes: number;
  /** What the Engine may keep of builds to make the next ones quick. */
  buildCacheBytes: number;
  /** What all builds together may use. */
  build: Readonly<{ memoryBytes: number; cpus: number; pids: number }>;
}>;

/** All cores but one, so that the apps always have one to answer with: half a core more and they wait for it. Of a single core most. */
export const buildCpusOf = (cores: number): number => Math.max(cores - 1, 0.75);

/** Where one setting comes from, and how its text is read. `read` gives `null` for a text that is not one. */
type Setting<T> = { variable: string; fallback: string; must: string; read(text: string): T | null };

const integer = (variable: string, fallback: number, least: number, most: number): Setting<number> => ({
  variable,
  fallback: String(fallback),
  must: `be a whole number from ${least} to ${most}`,
  read: (text) => (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null),
});

const decimal = (variable: string, fallback: number, least: number, most: number): Setting<number> => ({
  variable,
  fallback: String(fallback),
  must: `be a number from ${least} to ${most}`,
  read: (text) => (/^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null),
});

const size = (variable: string, fallback: number): Setting<number> => ({
  variable,
  fallback: String(fallback),
  must: "be a size such as 512MB or 2GB",
  read: parseBytes,
});

const choice = <T extends string>(variable: string, ...options: readonly [T, ...T[]]): Setting<T> => ({
  variable,
  fallback: options[0],
  must: `be one of ${options.join(", ")}`,
  read: (text) => options.find((option) => option === text) ?? null,
});

const text = (variable: string, fallback: string): Setting<string> => ({
  variable,
  fallback,
  must: "not be empty",
  read: (value) => (value === "" ? null : value),
});

const seconds = (variable: string, fallbackMs: number): Setting<number> => {
  const setting = integer(variable, fallbackMs / SECOND_MS, 1, 86_400);
  return {
    ...setting,
    must: `${setting.must} (seconds)`,
    read: (value) => (setting.read(value) ?? Number.NaN) * SECOND_MS || null,
  };
};

const HOSTNAME = /^(?=.{1,190}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const SETTINGS = {
  dataFolder: text("AUTOSTACK_DATA", "/var/lib/autostack"),
  port: integer("AUTOSTACK_PORT", 8080, 1, 65_535),
  address: text("AUTOSTACK_ADDRESS", "0.0.0.0"),
  baseDomain: {
    variable: "AUTOSTACK_BASE_DOMAIN",
    fallback: "localhost",
    must: "be a domain such as apps.example.com, or `none` to give each project a port of its own",
    read: (value: string) => (value === "none" || HOSTNAME.test(value) ? value : null),
  },
  publicUrl: {
    variable: "AUTOSTACK_URL",
    fallback: "none",
    must: "be the dashboard's URL such as https://deploy.example.com, without a path",
    read: (value: string) => (value === "none" || /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(value) ? value : null),
  },
  runtime: choice("AUTOSTACK_RUNTIME", "auto", "docker", "process"),
  edge: choice("AUTOSTACK_EDGE", "auto", "traefik", "embedded"),
  traefik: text("AUTOSTACK_TRAEFIK", "traefik"),
  edgePort: integer("AUTOSTACK_EDGE_PORT", 80, 1, 65_535),
  docker: text("AUTOSTACK_DOCKER", "/var/run/docker.sock"),
  onStop: choice("AUTOSTACK_ON_STOP", "keep", "end"),
  appPorts: {
    variable: "AUTOSTACK_APP_PORTS",
    fallback: "3000-3003",
    must: "be a range of ports such as 3000-3003",
    read: readRange,
  },
  uploadBytes: size("AUTOSTACK_UPLOAD_LIMIT", GIGABYTE),
  sourceBytes: size("AUTOSTACK_SOURCE_LIMIT", 4 * GIGABYTE),
  sourceFiles: integer("AUTOSTACK_SOURCE_FILES", 200_000, 1, 10_000_000),
  concurrentDeployments: integer("AUTOSTACK_CONCURRENCY", 2, 1, 64),
  buildTimeoutMs: seconds("AUTOSTACK_BUILD_TIMEOUT", 30 * MINUTE_MS),
  healthTimeoutMs: seconds("AUTOSTACK_HEALTH_TIMEOUT", MINUTE_MS),
  memoryBytes: size("AUTOSTACK_APP_MEMORY", 512 * MEGABYTE),
  cpus: integer("AUTOSTACK_APP_CPUS", 1, 1, 1024),
  pids: integer("AUTOSTACK_APP_PIDS", 256, 16, 100_000),
  logBytes: size("AUTOSTACK_LOG_LIMIT", 20 * MEGABYTE),
  keptReleases: integer("AUTOSTACK_KEPT_RELEASES", 5, 1, 1000),
  freeDiskBytes: size("AUTOSTACK_FREE_DISK", GIGABYTE),
  buildCacheBytes: size("AUTOSTACK_BUILD_CACHE", 10 * GIGABYTE),
  buildMemoryBytes: size("AUTOSTACK_BUILD_MEMORY", Math.floor(totalmem() / 2)),
  buildCpus: decimal("AUTOSTACK_BUILD_CPUS", buildCpusOf(cpus().length), 0.1, 1024),
  buildPids: integer("AUTOSTACK_BUILD_PIDS", 1024, 32, 100_000),
} as const;

type Settings = { [Name in keyof typeof SETTINGS]: NonNullable<ReturnType<(typeof SETTINGS)[Name]["read"]>> };

function readRange(value: string): { first: number; last: number } | null {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(value);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return match && first >= 1 && first <= last && last <= 65_535 ? { first, last } : null;
}

/** What `autostack.toml` may say instead: `port = 8080` for `AUTOSTACK_PORT`. */
function tomlKey(variable: string): string {
  return variable.replace("AUTOSTACK_", "").toLowerCase();
}

/** The data folder is read before all else: `autostack.toml` stands in it. */
export function dataFolderOf(env: Record<string, string | undefined>): string {
  return env.AUTOSTACK_DATA || SETTINGS.dataFolder.fallback;
}

/**
 * Reads and checks all settings; the environment wins over `autostack.toml`. Throws an AppError with one sentence that names
 * the setting, what it is and what it must be.
 */
export function readConfig(env: Record<string, string | undefined>, toml = ""): Config {
  const file = parseToml(toml);
  const settings = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [name, readSetting(setting, env, file)]),
  ) as Settings;
  const { dataFolder, port, address, runtime, edge, traefik, edgePort, docker, onStop, appPorts, ...rest } = settings;
  const { baseDomain, publicUrl, buildMemoryBytes, buildCpus, buildPids, ...limits } = rest;
  const build = Object.freeze({ memoryBytes: buildMemoryBytes, cpus: buildCpus, pids: buildPids });
  return Object.freeze({
    ...{ dataFolder, port, address, runtime, edge, traefik, edgePort, docker, onStop, appPorts },
    baseDomain: baseDomain === "none" ? null : baseDomain,
    publicUrl: publicUrl === "none" ? null : publicUrl,
    limits: Object.freeze({ ...limits, build }),
  });
}

/** Every setting with its value in words, for `autostack doctor`. */
export function describeConfig(config: Config): [variable: string, value: string][] {
  const { memoryBytes: buildMemoryBytes, cpus: buildCpus, pids: buildPids } = config.limits.build;
  const flat: Record<string, unknown> = { ...config, ...config.limits, buildMemoryBytes, buildCpus, buildPids };
  return Object.entries(SETTINGS).map(([name, { variable }]) => [variable, describe(name, flat[name])]);
}

function describe(name: string, value: unknown): string {
  if (value === null) return "none";
  if (name.endsWith("Bytes")) return formatBytes(Number(value));
  if (name.endsWith("Ms")) return `${Number(value) / SECOND_MS} s`;
  return typeof value === "object" ? Object.values(value as object).join("-") : String(value);
}

function parseToml(toml: string): Record<string, unknown> {
  try {
    return Bun.TOML.parse(toml) as Record<string, unknown>;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw wrong(`autostack.toml cannot be read: ${problem}.`, cause);
  }
}

function readSetting(
  setting: Setting<unknown>,
  env: Record<string, string | undefined>,
  file: Record<string, unknown>,
) {
  const { variable, fallback, must } = setting;
  const fromFile = file[tomlKey(variable)];
  const value = env[variable] || (fromFile === undefined ? fallback : String(fromFile));
  const read = setting.read(value.trim());
  const name = env[variable] || fromFile === undefined ? variable : `${tomlKey(variable)} in autostack.toml`;
  if (read === null) throw wrong(`${name} is "${value}", but it must ${must}.`);
  return read;
}

function wrong(summary: string, cause?: unknown): AppError {
  return new AppError({ code: "wrong_setting", status: 500, summary }, { cause });
}
