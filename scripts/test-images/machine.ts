import { existsSync } from "node:fs";
import { run } from "../lib/run.ts";

export const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
const CA_IN_IMAGE = "/etc/ssl/test-machine.crt";
const TRUSTED_BY = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];
const HANDED_ON = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["GOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOSUMDB", "GOINSECURE"],
  ...["NPM_CONFIG_REGISTRY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"],
];

export async function caBundle(): Promise<string> {
  return existsSync(CA_BUNDLE) ? await Bun.file(CA_BUNDLE).text() : "";
}

/** What makes a build reach the package registries in the way that this machine does. */
export async function imageEnvironment(): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const name of TRUSTED_BY) environment[name] = CA_IN_IMAGE;
  for (const name of HANDED_ON) {
    const value = process.env[name];
    if (value) environment[name] = value;
  }
  const registry = await npmRegistry();
  if (registry) environment.NPM_CONFIG_REGISTRY ??= registry;
  // Corepack would take Yarn from a site of its own, and a registry's mirror may not pass npm's signatures on.
  const effective = await run(["npm", "config", "get", "registry"], { cwd: "/" });
  environment.COREPACK_NPM_REGISTRY = effective.trim().replace(/\/$/, "");
  environment.COREPACK_INTEGRITY_KEYS = "0";
  const index = await pipIndex();
  if (index) environment.PIP_INDEX_URL ??= index;
  return environment;
}

/** Only what was set on this machine: npm lists its own default nowhere but with `-l`. */
async function npmRegistry(): Promise<string | null> {
  const settings = await run(["npm", "config", "ls"], { cwd: "/" });
  return /^registry = "(.*)"/m.exec(settings)?.[1] ?? null;
}

async function pipIndex(): Promise<string | null> {
  return (await run(["python3", "-m", "pip", "config", "get", "global.index-url"]).catch(() => "")).trim() || null;
}
