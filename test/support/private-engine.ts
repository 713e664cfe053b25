import { mkdtemp, readdir, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Dockerode from "dockerode";
import { run } from "../../scripts/lib/run.ts";
import { startEngine } from "../../scripts/test-setup/engine.ts";
import { dockerSocket } from "./docker.ts";
import { testName } from "./names.ts";

export type PrivateEngine = {
  socket: string;
  docker: Dockerode;
  /** Its control groups' folder, below each controller's. */
  cgroupParent: string;
  /** Ends the daemon; its containers end with it unless it was started with `--live-restore`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
};

const CGROUPS = "/sys/fs/cgroup";
const IMAGE = "debian:12-slim";

/**
 * A Docker Engine of a test's own, to be limited, stopped and broken while the machine's goes on. It has a network
 * namespace, a data folder and control groups of its own, and one image, `debian:12-slim`. Needs root.
 */
export async function privateEngine(...options: string[]): Promise<PrivateEngine> {
  const name = testName();
  // Short, because the paths of sockets below it have at most 107 characters.
  const folder = await mkdtemp(join(tmpdir(), "ase-"));
  const socket = join(folder, "docker.sock");
  const cgroupParent = `/${name}`;
  const docker = new Dockerode({ socketPath: socket });
  const dockerd = [
    ...["nsenter", `--net=/run/netns/${name}`, "dockerd", "--host", `unix://${socket}`],
    ...["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec"), "--pidfile", join(folder, "pid")],
    ...["--cgroup-parent", cgroupParent, ...options],
  ];
  let stop = async () => {};
  const start = async () => {
    stop = await startEngine(docker, dockerd, join(folder, "dockerd.log"));
  };
  const remove = async () => {
    for (const { Id } of await docker.listContainers({ all: true }))
      await docker.getContainer(Id).remove({ force: true });
    await stop();
    await run(["ip", "netns", "delete", name]);
    await removeGroups(cgroupParent);
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true });
  };
  await run(["ip", "netns", "add", name]);
  await run(["nsenter", `--net=/run/netns/${name}`, "ip", "link", "set", "lo", "up"]);
  await start();
  const image = await new Dockerode({ socketPath: dockerSocket }).getImage(IMAGE).get();
  const loading = await docker.loadImage(image);
  await Array.fromAsync(loading as AsyncIterable<Uint8Array>);
  return { socket, docker, cgroupParent, start, stop: () => stop(), remove };
}

/** What the daemon leaves of its control groups: below the one tree of version 2, or below each controller's. */
async function removeGroups(parent: string): Promise<void> {
  for (const tree of [".", ...(await readdir(CGROUPS))]) await removeGroup(join(CGROUPS, tree, parent));
}

async function removeGroup(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeGroup(join(folder, entry.name));
  await rmdir(folder).catch(() => {});
}

/** A daemon that went during a build or with `--live-restore` leaves file systems mounted. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await Bun.file("/proc/self/mounts").text()).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const path of mounts.filter((mount) => mount.startsWith(folder)).reverse())
    await run(["umount", "--lazy", path]);
}
