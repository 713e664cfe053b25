import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../lib/run.ts";

type Module = { tags: string; packages: Record<string, string> };

/** Engine 29 and what it runs, as Go modules: no package of it can be had where Docker's own site is out of reach. */
const MODULES: readonly Module[] = [
  {
    tags: "exclude_graphdriver_btrfs no_btrfs",
    packages: {
      dockerd: "github.com/moby/moby/v2/cmd/dockerd@v2.0.0-beta.24",
      "docker-proxy": "github.com/moby/moby/v2/cmd/docker-proxy@v2.0.0-beta.24",
    },
  },
  {
    tags: "no_btrfs",
    packages: {
      containerd: "github.com/containerd/containerd/v2/cmd/containerd@v2.4.2",
      "containerd-shim-runc-v2": "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2@v2.4.2",
    },
  },
  { tags: "seccomp", packages: { runc: "github.com/opencontainers/runc@v1.5.2" } },
];

/** Builds into the folder what is not there yet: five minutes the first time. */
export async function buildEngine(folder: string, say: (line: string) => void): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { tags, packages } of MODULES) {
    const missing = Object.keys(packages).filter((name) => !existsSync(join(folder, name)));
    if (missing.length === 0) continue;
    say(`Building ${missing.join(" and ")}…`);
    const modules = missing.map((name) => packages[name] ?? name);
    await run(["nice", "-n", "19", "go", "install", "-tags", tags, ...modules], { env: { GOBIN: folder } });
  }
}
