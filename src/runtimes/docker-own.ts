import type { Docker } from "../host/docker.ts";
import { instance, ONE_OFF } from "./docker-container.ts";
import { isService, ofInstallation, readLabels } from "./docker-labels.ts";
import type { Instance, Made } from "./runtime.ts";

/** The services of one installation, running or not. */
export async function ownServices(docker: Docker, installation: string): Promise<Instance[]> {
  const containers = await docker.containers(ofInstallation(installation));
  return containers
    .filter(({ Labels }) => isService(Labels))
    .map(({ Labels, NetworkSettings }) => instance(Labels, Object.values(NetworkSettings.Networks)[0]?.IPAddress));
}

export async function ownImages(docker: Docker, installation: string): Promise<Made[]> {
  return (await docker.images(ofInstallation(installation))).map(({ Id, Labels, Size }) => ({
    artifact: { kind: "image", image: Id, bytes: Size },
    deployment: readLabels(Labels ?? {}).deployment,
  }));
}

/** Containers that run one command, or hand an image's files out: whoever waited for that ended with the AutoStack that made them. */
export async function removeLeftOneOffs(docker: Docker, installation: string): Promise<void> {
  const own = await docker.containers(ofInstallation(installation));
  const left = own.filter(({ Labels }) => !isService(Labels) || readLabels(Labels).service === ONE_OFF);
  await Promise.all(left.map(({ Id }) => docker.removeContainer(Id)));
}
