import { existsSync } from "node:fs";
import { run } from "../lib/run.ts";

/** Debian's packages that the tests need, each with a file or program that shows that it is there. */
const PACKAGES: Record<string, string> = {
  "ca-certificates": "/etc/ssl/certs/ca-certificates.crt",
  "debian-archive-keyring": "/usr/share/keyrings/debian-archive-keyring.gpg",
  chromium: "chromium",
  "docker.io": "dockerd",
  git: "git",
  iptables: "iptables",
  mmdebstrap: "mmdebstrap",
  "python3-pip": "/usr/lib/python3/dist-packages/pip",
  "python3-venv": "/usr/share/doc/python3-venv",
  unzip: "unzip",
  zip: "zip",
};

/** Why nothing can be installed here, or `null` when it can. */
export function whyNotInstall(): string | null {
  if (!Bun.which("apt-get")) return "this is not Debian or Ubuntu";
  return process.getuid?.() === 0 ? null : "only root can install packages";
}

/** Installs what is missing, and nothing else. */
export async function installPackages(say: (line: string) => void): Promise<void> {
  const missing = Object.keys(PACKAGES).filter((name) => !isThere(PACKAGES[name] ?? name));
  if (missing.length === 0) return;
  say(`Installing ${missing.join(", ")}…`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { env });
  await run(["apt-get", "install", "-y", "--no-install-recommends", ...missing], { env });
}

function isThere(sign: string): boolean {
  return sign.startsWith("/") ? existsSync(sign) : Bun.which(sign) !== null;
}
