import type Dockerode from "dockerode";
import { flushDisk } from "./flush.ts";

/** Where containerd keeps images for an Engine that leaves them to it; its root tells nothing of that. */
const CONTAINERD = "/var/lib/containerd";

type Info = { DockerRootDir: string; DriverStatus?: [name: string, value: string][] };

/** The folders in which an Engine keeps images and the build cache. */
export function storeFolders({ DockerRootDir, DriverStatus }: Info): string[] {
  const isContainerd = DriverStatus?.some(([, value]) => value.startsWith("io.containerd.snapshotter"));
  return isContainerd ? [DockerRootDir, CONTAINERD] : [DockerRootDir];
}

/**
 * Has what an Engine wrote on the disk when it resolves. The Engine records a layer for good as soon as it is made and leaves its
 * files to the kernel: after a power cut in the next half minute they may be empty, in images and in its cache.
 */
export async function flushEngine(engine: Dockerode): Promise<void> {
  await flushDisk(...storeFolders((await engine.info()) as Info));
}
