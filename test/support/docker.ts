import Docker from "dockerode";

/** The Engine that tests use: another one than the machine's own when `AUTOSTACK_DOCKER` names its socket. */
export const dockerSocket = process.env.AUTOSTACK_DOCKER || "/var/run/docker.sock";

/** A client of the tests' own, to see what AutoStack really did. */
export const docker = new Docker({ socketPath: dockerSocket });

/** All that carries a label, such as `autostack.project=…`. */
export async function objectsWith(label: string) {
  const options = { filters: { label: [label] } };
  const [containers, networks, images] = await Promise.all([
    docker.listContainers({ all: true, ...options }),
    docker.listNetworks(options),
    docker.listImages(options),
  ]);
  return { containers, networks, images };
}

/** Ends an AutoStack's services without a word to it. */
export async function killContainers(installation: string): Promise<void> {
  const { containers } = await objectsWith(`autostack.installation=${installation}`);
  for (const { Id, State } of containers) if (State === "running") await docker.getContainer(Id).kill();
}

/** Removes all that one AutoStack made in the Engine. */
export async function removeInstallation(installation: string): Promise<void> {
  const { containers, networks, images } = await objectsWith(`autostack.installation=${installation}`);
  for (const { Id } of containers) await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of networks) await docker.getNetwork(Id).remove();
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true });
}
