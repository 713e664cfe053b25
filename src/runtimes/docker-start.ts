import type { Docker } from "../host/docker.ts";
import { AppError } from "../lib/errors.ts";
import { containerFor, exposedPort, type Place, toInstance } from "./docker-container.ts";
import { dockerLabels } from "./docker-labels.ts";
import type { Artifact, Instance, Labels, StartRequest } from "./runtime.ts";

/** Two services that start in the same moment may choose the same address. */
const START_TRIES = 5;

export async function startNew(docker: Docker, request: StartRequest): Promise<Instance> {
  const { name } = request;
  for (let tries = 1; ; tries++) {
    await docker.createContainer(containerFor(request, await placeFor(docker, request)));
    try {
      await docker.startContainer(name);
      break;
    } catch (error) {
      await docker.removeContainer(name);
      if (tries === START_TRIES || !isAddressTaken(error)) throw error;
    }
  }
  const started = await docker.container(name);
  if (started) return toInstance(started);
  throw new AppError({ code: "not_started", status: 502, summary: `Docker lost the container ${name}.` });
}

export async function placeFor(docker: Docker, request: StartRequest): Promise<Place> {
  const { artifact, network, labels, service, port } = request;
  const addressIn = async () => {
    await docker.ensureNetwork(network, networkLabels(labels));
    return docker.freeAddress(network);
  };
  const [image, address, cpus] = await Promise.all([imageOf(docker, artifact), addressIn(), docker.cpus()]);
  return { image: image.Id, port: port ?? (service === "web" ? exposedPort(image) : null), address, cpus };
}

async function imageOf(docker: Docker, artifact: Artifact) {
  const image = artifact.kind === "image" ? await docker.image(artifact.image) : null;
  if (image) return image;
  throw new AppError({
    code: "image_missing",
    status: 409,
    summary: "The image of this release is no longer on the machine.",
    hint: "Deploy again: the source is kept and will be built anew.",
  });
}

const isAddressTaken = (error: unknown) => error instanceof AppError && error.code === "address_taken";

function networkLabels({ installation, team, project, environment }: Labels): Record<string, string> {
  return dockerLabels({ installation, team, project, environment, deployment: "" });
}
