import { chmod, copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { unpackNpmPackage } from "./npm-package.ts";

/** One image that plans name, made from Debian's and npm's packages because no image registry can be reached. */
export type TestImage = {
  name: string;
  from: string;
  /** Everything that its content depends on beside the Dockerfile and the parent. */
  versions: readonly string[];
  dockerfile: readonly string[];
  /** Fills the folder that becomes the image's `/`. */
  fill: (root: string, cacheFolder: string) => Promise<void>;
};

/** The imported Debian that all others stand on. */
export const BASE_IMAGE = "autostack-test-base:bookworm";
const DEBIAN = "debian:12-slim";
const NPM_10 = "npm@10.9.9";
const NPM_11 = "npm@11.21.2";
const COREPACK = "corepack@0.36.0";
const YARN = "yarn@1.22.22";

export function testImages(caBundle: string, environment: Record<string, string>): TestImage[] {
  return [
    debianImage(caBundle, environment),
    nodeImage("node:20-slim", "20.20.2", NPM_10),
    nodeImage("node:22-slim", "22.23.3", NPM_10),
    nodeImage("node:24-slim", "24.21.0", NPM_11),
    bunImage(),
    pythonImage(),
  ];
}

function debianImage(caBundle: string, environment: Record<string, string>): TestImage {
  return {
    name: DEBIAN,
    from: BASE_IMAGE,
    versions: [new Bun.CryptoHasher("sha256").update(caBundle).digest("hex")],
    dockerfile: [...Object.entries(environment).map(([name, value]) => `ENV ${name}="${value}"`), 'CMD ["bash"]'],
    // The second copy stays when a package's installation writes Debian's own bundle anew.
    fill: async (root) => {
      await Bun.write(join(root, "etc/ssl/certs/ca-certificates.crt"), caBundle);
      await Bun.write(join(root, "etc/ssl/test-machine.crt"), caBundle);
    },
  };
}

function nodeImage(name: string, version: string, npm: string): TestImage {
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

function bunImage(): TestImage {
  return {
    name: "oven/bun:1-slim",
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

function pythonImage(): TestImage {
  return {
    name: "python:3.11-slim",
    from: DEBIAN,
    versions: ["python3.11"],
    dockerfile: [
      "RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip python3-venv " +
        "&& rm -rf /var/lib/apt/lists/* /usr/lib/python3*/EXTERNALLY-MANAGED",
      "ENV PYTHON_VERSION=3.11 LANG=C.UTF-8",
      'CMD ["python3"]',
    ],
    fill: (root) =>
      linkPrograms(join(root, "usr/local/bin"), {
        python: "/usr/bin/python3",
        python3: "/usr/bin/python3",
        pip: "/usr/bin/pip3",
        pip3: "/usr/bin/pip3",
      }),
  };
}

function userLines(name: string): string[] {
  return [
    `RUN groupadd --gid 1000 ${name} && useradd --uid 1000 --gid ${name} --shell /bin/bash --create-home ${name}`,
  ];
}

async function linkPrograms(folder: string, programs: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, target] of Object.entries(programs)) await symlink(target, join(folder, name));
}
