import { join } from "node:path";
import { DEBIAN_FAMILIES } from "./debian-images.ts";
import { BASE_IMAGE, DEBIAN, type Family, type TestImage } from "./image.ts";
import { JAVA_FAMILIES } from "./java-images.ts";
import { JAVASCRIPT_FAMILIES } from "./javascript-images.ts";
import { PHP_FAMILIES } from "./php-images.ts";

/** What most suites build on. Others are made when a test first asks for them. */
export const EVERYDAY_IMAGES = [
  ...["node:20-slim", "node:22-slim", "node:24-slim", "oven/bun:1-slim", "python:3.11-slim", "debian:12-slim"],
];

const FAMILIES: readonly Family[] = [...JAVASCRIPT_FAMILIES, ...DEBIAN_FAMILIES, ...JAVA_FAMILIES, ...PHP_FAMILIES];

export type Machine = { caBundle: string; environment: Record<string, string> };

/** How an image is made that a plan names, or `null` when no package here holds what is in it. */
export function imageNamed(name: string, machine: Machine): TestImage | null {
  if (name === DEBIAN) return debianImage(machine);
  for (const { pattern, make } of FAMILIES) {
    const [whole, version = ""] = pattern.exec(name) ?? [];
    if (whole !== undefined) return make(name, version);
  }
  return null;
}

/** The images with those that they stand on, each behind its parent. */
export function withParents(names: readonly string[], machine: Machine): TestImage[] {
  const all = new Map<string, TestImage>();
  const add = (name: string) => {
    const image = all.has(name) || name === BASE_IMAGE ? null : imageNamed(name, machine);
    if (!image) return;
    add(image.from);
    all.set(name, image);
  };
  names.forEach(add);
  return [...all.values()];
}

function debianImage({ caBundle, environment }: Machine): TestImage {
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
