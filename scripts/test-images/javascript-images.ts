import { chmod, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DEBIAN, type Family, linkPrograms, type TestImage, userLines } from "./image.ts";
import { unpackNpmPackage } from "./npm-package.ts";

const NPM_10 = "npm@10.9.9";
const NPM_11 = "npm@11.21.2";
const COREPACK = "corepack@0.36.0";
const YARN = "yarn@1.22.22";
const DENO = "2.9.6";

/** By a plan's version: Node's own and that of the npm that it brings. */
const NODES: Record<string, [string, string]> = {
  "20": ["20.20.2", NPM_10],
  "22": ["22.23.3", NPM_10],
  "24": ["24.21.0", NPM_11],
};

export const JAVASCRIPT_FAMILIES: readonly Family[] = [
  { pattern: /^node:(\d+)-slim$/, make: nodeImage },
  { pattern: /^oven\/bun:(1)-slim$/, make: bunImage },
  { pattern: /^denoland\/deno:(?:debian-)?(2)[\d.]*$/, make: denoImage },
];

function nodeImage(name: string, major: string): TestImage | null {
  const [version, npm] = NODES[major] ?? [];
  if (!version || !npm) return null;
  const node = `node-linux-${process.arch}@${version}`;
  return {
    name,
    from: DEBIAN,
    versions: [node, npm, COREPACK, YARN],
    dockerfile: [`ENV NODE_VERSION="${version}"`, ...userLines("node"), 'CMD ["node"]'],
    fill: async (root, cacheFolder) => {
      const local = join(root, "usr/local");
      const modules = join(local, "lib/node_modules");
      await unpackNpmPackage(node, local, cacheFolder, ["bin", "include"]);
      await unpackNpmPackage(npm, join(modules, "npm"), cacheFolder);
      await unpackNpmPackage(COREPACK, join(modules, "corepack"), cacheFolder);
      await unpackNpmPackage(YARN, join(modules, "yarn"), cacheFolder);
      await linkPrograms(join(local, "bin"), {
        npm: "../lib/node_modules/npm/bin/npm-cli.js",
        npx: "../lib/node_modules/npm/bin/npx-cli.js",
        corepack: "../lib/node_modules/corepack/dist/corepack.js",
        yarn: "../lib/node_modules/yarn/bin/yarn.js",
        nodejs: "node",
      });
    },
  };
}

function bunImage(name: string): TestImage {
  return {
    name,
    from: DEBIAN,
    versions: [`bun@${Bun.version}`],
    dockerfile: [
      ...userLines("bun"),
      "ENV PATH=$PATH:/usr/local/bun-node-fallback-bin",
      "ENV BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin",
      "WORKDIR /home/bun/app",
      'CMD ["bun"]',
    ],
    fill: async (root) => {
      const programs = join(root, "usr/local/bin");
      await mkdir(programs, { recursive: true });
      await copyFile(process.execPath, join(programs, "bun"));
      await chmod(join(programs, "bun"), 0o755);
      await linkPrograms(programs, { bunx: "bun" });
      await linkPrograms(join(root, "usr/local/bun-node-fallback-bin"), { node: "/usr/local/bin/bun" });
    },
  };
}

function denoImage(name: string): TestImage {
  const deno = `@deno/linux-${process.arch}-glibc@${DENO}`;
  return {
    name,
    from: DEBIAN,
    versions: [deno],
    dockerfile: [
      ...userLines("deno"),
      // Certificates as this machine has them, also those that the registries here are reached through.
      "ENV DENO_DIR=/deno-dir/ DENO_VERSION=2 DENO_TLS_CA_STORE=system,mozilla",
      'CMD ["deno"]',
    ],
    fill: async (root, cacheFolder) => {
      const programs = join(root, "usr/local/bin");
      await unpackNpmPackage(deno, programs, cacheFolder, ["deno"]);
      await chmod(join(programs, "deno"), 0o755);
    },
  };
}
