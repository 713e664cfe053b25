import { expect, test } from "bun:test";
import { storeFolders } from "./docker-flush.ts";

test("an Engine keeps images below its root, and those that containerd keeps for it elsewhere", () => {
  const root = { DockerRootDir: "/srv/docker" };
  expect(storeFolders(root)).toEqual(["/srv/docker"]);
  expect(storeFolders({ ...root, DriverStatus: [["Backing Filesystem", "extfs"]] })).toEqual(["/srv/docker"]);
  expect(storeFolders({ ...root, DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]] })).toEqual([
    "/srv/docker",
    "/var/lib/containerd",
  ]);
});
