import { afterAll, beforeAll, expect, test } from "bun:test";
import { docker, objectsWith } from "../support/docker.ts";
import { testName } from "../support/names.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { dockerfileApp, nodeApp, zipOf } from "../support/sample-apps.ts";
import { mainJobContract } from "./main-job-contract.ts";

const MINUTES_MS = 120_000;

mainJobContract({ runtime: "docker", edge: "traefik" });

/** What somebody else runs on the same Engine: no label, or those of another AutoStack. */
class ForeignObjects {
  readonly #name = testName();

  async make(): Promise<void> {
    const labels = { "autostack.installation": this.#name, "autostack.service": "web", "autostack.name": this.#name };
    const options = { name: this.#name, Image: "debian:12-slim", Cmd: ["sleep", "600"], Labels: labels };
    await (await docker.createContainer(options)).start();
    await docker.createNetwork({ Name: this.#name });
    await docker.getContainer(this.#name).commit({ repo: this.#name });
  }

  async areThere() {
    const [container, network, image] = await Promise.all([
      docker.getContainer(this.#name).inspect(),
      docker.getNetwork(this.#name).inspect(),
      docker.getImage(this.#name).inspect(),
    ]);
    return { container: container.State.Running, network: network.Name === this.#name, image: image.Id !== "" };
  }

  async remove(): Promise<void> {
    await docker.getContainer(this.#name).remove({ force: true }).catch(ignoreMissing);
    await docker.getNetwork(this.#name).remove().catch(ignoreMissing);
    await docker.getImage(this.#name).remove({ force: true }).catch(ignoreMissing);
  }
}

function ignoreMissing(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error;
}

let stack: RunningAutoStack;
const foreign = new ForeignObjects();

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "docker", edge: "traefik" });
  await foreign.make();
}, MINUTES_MS);
afterAll(async () => {
  await foreign.remove();
  await stack?.close();
}, MINUTES_MS);

const ownedBy = (project: { id: string }) => objectsWith(`autostack.project=${project.id}`);
const FLY = '[build]\ndockerfile = "docker/all.build"\nbuild-target = "web"\n';
const NOTHING = { containers: [], networks: [], images: [] };

test(
  "a project is built by its own Dockerfile and answers on the port that it exposes",
  async () => {
    const { api } = stack;
    const { deployment } = await api.launchUpload("by-dockerfile", zipOf(dockerfileApp));
    await api.live("by-dockerfile", deployment);
    expect(await stack.textAt("by-dockerfile")).toBe("made by a Dockerfile\n");
  },
  MINUTES_MS,
);

test(
  "of a Dockerfile the stage is built and started that the project's file names",
  async () => {
    const { api } = stack;
    const first = (dockerfileApp.Dockerfile ?? "").replace(/^FROM (.+)$/m, "FROM $1 AS web");
    const jobs = "FROM web AS jobs\nRUN exit 3\n";
    const files = { "docker/all.build": `${first}\n${jobs}`, "fly.toml": FLY, Dockerfile: "FROM scratch\n" };
    const { deployment } = await api.launchUpload("by-stage", zipOf({ ...dockerfileApp, ...files }));
    await api.live("by-stage", deployment);
    expect(await stack.textAt("by-stage")).toBe("made by a Dockerfile\n");
  },
  MINUTES_MS,
);

test(
  "a cancelled build leaves no container and no image",
  async () => {
    const { api } = stack;
    const archive = zipOf(nodeApp("never", { build: "echo begun && sleep 65.5" }));
    const { project, deployment } = await api.launchUpload("cancelled", archive);
    await api.says("cancelled", deployment, "begun");
    await api.act("cancelled", deployment, "cancel");
    const { deployment: ended } = await api.ended("cancelled", deployment);
    expect(ended.state.name).toBe("cancelled");
    expect(await ownedBy(project)).toEqual(NOTHING);
  },
  MINUTES_MS,
);

test(
  "a deleted project takes its containers, network and images along, and nothing of anybody else",
  async () => {
    const { api } = stack;
    const { project, deployment } = await api.launchUpload("deleted", zipOf(nodeApp("one")));
    await api.live("deleted", deployment);
    await api.live("deleted", await api.deployUpload("deleted", zipOf(nodeApp("two"))));
    // The version before is still draining, and goes all the same.
    const owned = await ownedBy(project);
    expect([owned.networks.length, owned.images.length]).toEqual([1, 2]);
    expect(owned.containers.length).toBeGreaterThan(0);
    await api.remove("deleted");
    expect(await ownedBy(project)).toEqual(NOTHING);
    expect(await foreign.areThere()).toEqual({ container: true, network: true, image: true });
    expect(await stack.textAt("by-dockerfile")).toBe("made by a Dockerfile\n");
  },
  MINUTES_MS,
);
