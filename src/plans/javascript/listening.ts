import type { Folder, Hit } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { filesWith } from "../readings/files-with.ts";
import type { PortReading } from "../readings/ports.ts";
import { readPort } from "../readings/ports.ts";
import type { PackageJson } from "./package-json.ts";

const FASTIFY_LOOPBACK = {
  title: "Fastify listens on this machine's loopback address only, because no `host` is given.",
  fix: 'Give it one: `listen({ port: process.env.PORT, host: "0.0.0.0" })`.',
};
const NEST_LOOPBACK = {
  title: "With Fastify, Nest listens on this machine's loopback address only, because no address is given.",
  fix: 'Give it one: `app.listen(process.env.PORT, "0.0.0.0")`.',
};

/** `process.env.HOST ?? "localhost"`, also with what it is taken out of the environment by. */
const LOCAL_BY_DEFAULT = [
  /\benv(?:\.HOST\b|\[["']HOST["']\])\s{0,9}(?:\|\||\?\?)\s{0,9}["'`](?:localhost|127\.0\.0\.1)["'`]/,
  /\bHOST\s{0,9}=\s{0,9}["'`](?:localhost|127\.0\.0\.1)["'`][^\n}]{0,200}\}\s{0,9}=\s{0,9}(?:process|Bun)\.env\b/,
];

/** Programs that stay on this machine until HOST says otherwise are told so by the line that starts them. */
export function withinReach(folder: Folder, start: string): { start: string; facts: Fact[] } {
  if (/\bHOST=|&&|[;|]/.test(start)) return { start, facts: [] };
  const files = filesWith(folder, ["localhost", "127.0.0.1"], folder.code);
  const hit = LOCAL_BY_DEFAULT.map((pattern) => folder.find(files, pattern)).find((found) => found !== null);
  return hit ? { start: `HOST=0.0.0.0 ${start}`, facts: [fact("host", "0.0.0.0", hit)] } : { start, facts: [] };
}

const LISTEN_OPTIONS = /\.listen\(\s*\{([^}]{0,400})\}/g;
const LISTEN_PORT = /\.listen\(\s*((?!\{)[^;\n]{1,200})/g;
const IMPORTS_FASTIFY = /["'](?:fastify|@nestjs\/platform-fastify)["']/;

/** A second value among the arguments that is an address. A function there is called when it listens. */
const hasAddress = (args: string) => /,\s*(?:["'`]|\w*(?:host|address)\w*\b|process\.env\.\w*HOST)/i.test(args);

function* withoutHost(folder: Folder, files: readonly string[]): Generator<Hit> {
  for (const hit of folder.search(files, LISTEN_OPTIONS)) {
    if (!/\bhost\b|\bpath\b|\.\.\./.test(hit.match[1] ?? "")) yield hit;
  }
  for (const hit of folder.search(files, LISTEN_PORT)) {
    const args = hit.match[1] ?? "";
    // A variable alone may hold anything.
    const isPort = /^(?:\d|Number\(|parseInt\(|\+?process\.env|\+?(?:\w+\.)?port\b)/i.test(args);
    if (isPort && !hasAddress(args)) yield hit;
  }
}

/** Fastify is the one framework that stays inside its container unless it is told not to. */
function loopbackByDefault(folder: Folder, pkg: PackageJson): Finding[] {
  const isNest = pkg.dependencies.has("@nestjs/platform-fastify");
  if (!isNest && !pkg.dependencies.has("fastify")) return [];
  const files = folder.code.filter((file) => IMPORTS_FASTIFY.test(folder.read(file) ?? ""));
  for (const hit of withoutHost(folder, files)) {
    return [finding("error", "loopback-only", isNest ? NEST_LOOPBACK : FASTIFY_LOOPBACK, hit)];
  }
  return [];
}

/** Express's generator puts the program where no file with an ending is. */
const PROGRAM = "bin/www";

const PORT_FLAG = /\s(?:--port|--listen|-p|-l)[ =](?:tcp:\/\/[\w.]{1,50}:)?(\d{2,5})\b/;

/** `serve -s build -l 5000`: what a script says where the code says nothing. */
function portOfScript(pkg: PackageJson): PortReading | null {
  for (const script of ["start:prod", "start"]) {
    const port = PORT_FLAG.exec(pkg.scripts[script] ?? "")?.[1];
    if (port) return { port: Number(port), facts: [fact("port", port, pkg.at("scripts", script))], findings: [] };
  }
  return null;
}

/** The settings that the package `config` reads, Feathers' among them. */
function portOfSettings(folder: Folder, { dependencies }: PackageJson): PortReading | null {
  const isRead = ["config", "@feathersjs/configuration", "@feathersjs/feathers"].some((name) => dependencies.has(name));
  const hit = isRead ? folder.find(["config/default.json"], /"port"\s{0,9}:\s{0,9}(\d{2,5})\b/) : null;
  return hit?.match[1] ? { port: Number(hit.match[1]), facts: [fact("port", hit.match[1], hit)], findings: [] } : null;
}

const PORT_VALUE = /(?:^|\s)PORT=(\d{2,5})\s/;

/** `PORT=4500 node server.js` wins over the container's own variable. */
function portOfLine(pkg: PackageJson): PortReading | null {
  const script = ["start:prod", "start:production", "start"].find((name) => pkg.scripts[name] !== undefined) ?? "";
  const port = PORT_VALUE.exec(pkg.scripts[script] ?? "")?.[1];
  return port ? { port: Number(port), facts: [fact("port", port, pkg.at("scripts", script))], findings: [] } : null;
}

function readCode(folder: Folder, pkg: PackageJson, fallback: number): PortReading {
  const line = portOfLine(pkg);
  if (line) return line;
  const files = folder.has(PROGRAM) ? [...folder.code, PROGRAM] : folder.code;
  const read = readPort(folder, fallback, files);
  const script = read.facts.length === 0 ? (portOfScript(pkg) ?? portOfSettings(folder, pkg)) : null;
  return script ? { ...script, findings: read.findings } : read;
}

/** The port of a JavaScript program, and whether it can be reached there. */
export function readListening(folder: Folder, pkg: PackageJson, fallback: number): PortReading {
  const read = readCode(folder, pkg, fallback);
  const known = read.findings.some(({ id }) => id === "loopback-only");
  return known ? read : { ...read, findings: [...loopbackByDefault(folder, pkg), ...read.findings] };
}
