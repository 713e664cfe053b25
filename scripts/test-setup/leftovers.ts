import type Docker from "dockerode";
import { isLeftover } from "../../test/support/names.ts";

const INSTALLATION = "autostack.installation";

type Labels = Record<string, string> | undefined;

/** Removes what test runs that were killed have left in the Engine. Objects of runs that still go on stay. */
export async function removeLeftovers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  for (const { Id } of containers.filter(({ Labels, Names }) => isTests(Labels, Names))) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
  const networks = await docker.listNetworks();
  for (const { Id } of networks.filter(({ Labels, Name }) => isTests(Labels, [Name]))) {
    await docker.getNetwork(Id).remove();
  }
  const { Volumes } = await docker.listVolumes();
  for (const { Name } of (Volumes ?? []).filter(({ Labels, Name }) => isTests(Labels, [Name]))) {
    await docker.getVolume(Name).remove();
  }
  const images = await docker.listImages();
  for (const { Id } of images.filter(({ Labels, RepoTags }) => isTests(Labels, RepoTags ?? []))) {
    await docker.getImage(Id).remove({ force: true });
  }
}

function isTests(labels: Labels, names: readonly string[]): boolean {
  return [labels?.[INSTALLATION] ?? "", ...names].some(isLeftover);
}
