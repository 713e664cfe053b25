import { existsSync } from "node:fs";
import { run } from "../lib/run.ts";

/** Debian's packages, each with a file or program that shows that it is there. */
export type Packages = Readonly<Record<string, string>>;

export const TEST_PACKAGES: Packages = {
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

/** The tools that judge the files which are ejected. */
export const EJECT_PACKAGES: Packages = {
  curl: "curl",
  "docker-compose": "docker-compose",
  jq: "jq",
  "nginx-light": "/usr/sbin/nginx",
  "nix-bin": "nix-instantiate",
  systemd: "systemd-analyze",
};

/** What building an Engine from its sources takes beside Go. */
export const ENGINE_BUILD_PACKAGES: Packages = {
  gcc: "gcc",
  iproute2: "ip",
  "libc6-dev": "/usr/include/stdlib.h",
  "libseccomp-dev": "/usr/include/seccomp.h",
  "pkg-config": "pkg-config",
};

/** Why nothing can be installed here, or `null` when it can. */
export function whyNotInstall(): string | null {
  if (!Bun.which("apt-get")) return "this is not Debian or Ubuntu";
  return process.getuid?.() === 0 ? null : "only root can install packages";
}

/** Installs what is missing, and nothing else. */
export async function installPackages(packages: Packages, say: (line: string) => void): Promise<void> {
  const missing = Object.entries(packages).flatMap(([name, sign]) => (isThere(sign) ? [] : [name]));
  if (missing.length === 0) return;
  say(`Installing ${missing.join(", ")}…`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { env });
  await run(["apt-get", "install", "-y", "--no-install-recommends", ...missing], { env });
}

function isThere(sign: string): boolean {
  return sign.startsWith("/") ? existsSync(sign) : Bun.which(sign) !== null;
}
