import { AppError } from "../lib/errors.ts";

export type ServerTarget = { kind: "server"; address: string; port: number };
export type SiteTarget = { kind: "site"; folder: string };
/** Where a request goes: a service that listens, or a folder of files. */
export type Target = ServerTarget | SiteTarget;

/**
 * What one release offers: its replicas, or its files. `weight` is its share beside the other backends of a route. `health` is the path at
 * which a replica answers as long as it is well: of several the others get its traffic when it does not.
 */
export type Backend = { release: string; weight: number; targets: readonly Target[]; health?: string };

/** What stands before a route. `users` are lines of htpasswd with bcrypt hashes. */
export type Gate =
  | { kind: "open" }
  | { kind: "password"; users: readonly string[] }
  | { kind: "maintenance"; message: string };

/**
 * A hostname that leads to releases. `port` is set where no wildcard name exists and the project has a port of its own.
 * With several backends a visitor stays with one by a cookie. Without any, requests wait at the edge until there is one.
 */
export type Route = { hostname: string; port: number | null; backends: readonly Backend[]; gate: Gate };

export const OPEN: Gate = { kind: "open" };

// Strict, because these end in Traefik's rules, URLs and Go templates: no quote, brace or control character gets this far.
const HOSTNAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ADDRESS = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])$/;
const OWNER = /^[a-z0-9][a-z0-9-]{0,99}$/;

const HEALTH_PATH = /^\/(?!\/)[A-Za-z0-9._~/?=&%+,;:@-]{0,500}$/;

/** A user and a bcrypt hash, as `htpasswd -B` writes them. */
const PASSWORD_LINE = /^[A-Za-z0-9._@-]{1,64}:\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
const LONGEST_MESSAGE = 500;

/** Refuses what must not reach an edge. The caller made these names, so a refusal is a mistake of AutoStack, not of a form. */
export function checkRoutes(owner: string, routes: readonly Route[]): void {
  if (!OWNER.test(owner)) throw badRoute(`“${owner}” cannot name an owner of routes.`);
  const names = new Set<string>();
  for (const { hostname, port, backends, gate } of routes) {
    if (!HOSTNAME.test(hostname)) throw badRoute(`“${hostname}” is not a hostname.`);
    if (names.has(hostname)) throw badRoute(`${hostname} is named twice.`);
    names.add(hostname);
    if (port !== null && !isPort(port)) throw badRoute(`${hostname} cannot have the port ${port}.`);
    checkBackends(hostname, backends);
    checkGate(hostname, gate);
  }
}

function checkBackends(hostname: string, backends: readonly Backend[]): void {
  const releases = new Set(backends.map(({ release }) => release));
  if (releases.size < backends.length) throw badRoute(`${hostname} names one release twice.`);
  for (const { release, weight, targets, health } of backends) {
    if (!OWNER.test(release)) throw badRoute(`“${release}” cannot name a release.`);
    if (!Number.isInteger(weight) || weight < 0)
      throw badRoute(`${hostname} cannot give ${release} the weight ${weight}.`);
    if (health !== undefined && !isHealthPath(health)) throw badRoute(`${hostname} cannot be asked for ${health}.`);
    checkTargets(hostname, targets);
  }
  const isReached = backends.length === 0 || backends.some(({ weight }) => weight > 0);
  if (!isReached) throw badRoute(`${hostname} gives no backend a share.`);
}

/** Whether an edge can ask replicas for this path. */
export const isHealthPath = (path: string): boolean => HEALTH_PATH.test(path);

/** The replicas of a backend that are to be asked whether they are well: one alone gets all traffic either way. */
export function askedReplicas({ health, targets }: Backend): readonly ServerTarget[] {
  const servers = targets.filter((target) => target.kind === "server");
  return health !== undefined && servers.length > 1 ? servers : [];
}

function checkTargets(hostname: string, targets: readonly Target[]): void {
  if (targets.length === 0) throw badRoute(`${hostname} has a backend that leads nowhere.`);
  if (targets.length > 1 && targets.some(({ kind }) => kind === "site")) {
    throw badRoute(`${hostname} needs a folder once, not as replicas.`);
  }
  for (const target of targets) checkTarget(hostname, target);
}

function checkTarget(hostname: string, target: Target): void {
  switch (target.kind) {
    case "server":
      if (!ADDRESS.test(target.address) || !isPort(target.port)) {
        throw badRoute(`${hostname} cannot lead to ${target.address}:${target.port}.`);
      }
      return;
    case "site":
      if (!target.folder.startsWith("/")) throw badRoute(`${hostname} needs the whole path of its folder.`);
  }
}

function checkGate(hostname: string, gate: Gate): void {
  switch (gate.kind) {
    case "open":
      return;
    case "password":
      if (gate.users.length > 0 && gate.users.every((line) => PASSWORD_LINE.test(line))) return;
      throw badRoute(`The password of ${hostname} is not a line of htpasswd with a bcrypt hash.`);
    case "maintenance":
      if (gate.message.length <= LONGEST_MESSAGE) return;
      throw badRoute(`The message of ${hostname} is longer than ${LONGEST_MESSAGE} characters.`);
  }
}

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65_535;

export function badRoute(summary: string): AppError {
  return new AppError({ code: "bad_route", status: 422, summary, hint: "Nothing was changed." });
}
