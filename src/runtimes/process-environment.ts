import { join } from "node:path";
import type { Files } from "../host/files.ts";
import type { Processes } from "../host/processes.ts";

/** Of AutoStack's own environment only this reaches a project: where programs are and whom TLS trusts. */
const INHERITED = ["PATH", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PIP_CERT", "REQUESTS_CA_BUNDLE"];

export function inheritedFrom(environment: Record<string, string | undefined>): Record<string, string> {
  const passed = INHERITED.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []));
  return { LANG: "C.UTF-8", PATH: "/usr/local/bin:/usr/bin:/bin", ...Object.fromEntries(passed) };
}

/**
 * Makes `bun` a program of the machine: AutoStack is one, compiled or not, and answers as Bun when it is asked to.
 * Resolves to the folder that goes onto `PATH`.
 */
export async function provideBun(host: { files: Files; processes: Processes }, folder: string): Promise<string | null> {
  if (host.processes.which("bun")) return null;
  const quoted = `'${process.execPath.replaceAll("'", `'\\''`)}'`;
  await host.files.makeFolder(folder);
  await host.files.writeAtomically(join(folder, "bun"), `#!/bin/sh\nBUN_BE_BUN=1 exec ${quoted} "$@"\n`, 0o755);
  return folder;
}

/** Package managers keep what they have fetched in one place, so that the next build is quick. */
export function cacheVariables(folder: string): Record<string, string> {
  return {
    npm_config_cache: join(folder, "npm"),
    BUN_INSTALL_CACHE_DIR: join(folder, "bun"),
    PIP_CACHE_DIR: join(folder, "pip"),
    UV_CACHE_DIR: join(folder, "uv"),
    POETRY_CACHE_DIR: join(folder, "poetry"),
    PDM_CACHE_DIR: join(folder, "pdm"),
    PIPENV_CACHE_DIR: join(folder, "pipenv"),
    GOMODCACHE: join(folder, "go-modules"),
    GOCACHE: join(folder, "go-build"),
    YARN_CACHE_FOLDER: join(folder, "yarn"),
    COREPACK_HOME: join(folder, "corepack"),
  };
}
