import { expect, test } from "bun:test";
import type { ContainerInfo, ImageInfo } from "dockerode";
import type { Docker } from "../host/docker.ts";
import { dockerLabels } from "./docker-labels.ts";
import { ownImages, removeLeftOneOffs } from "./docker-own.ts";

const labels = { installation: "mine", team: "t", project: "p", environment: "e", deployment: "d" };

/** An Engine with these containers and images, all of which carry the label that is asked for. */
function engineWith(containers: Partial<ContainerInfo>[], images: Partial<ImageInfo>[] = []) {
  const done: string[] = [];
  const asked: Record<string, string>[] = [];
  const docker: Partial<Docker> = {
    containers: async (wanted) => {
      asked.push(wanted);
      return containers as ContainerInfo[];
    },
    images: async (wanted) => {
      asked.push(wanted);
      return images as ImageInfo[];
    },
    removeContainer: async (name) => void done.push(name),
  };
  return { docker: docker as Docker, done, asked };
}

test("what ran one command or handed out files for an AutoStack that died goes; services stay", async () => {
  const { docker, done, asked } = engineWith([
    { Id: "web", Labels: dockerLabels(labels, { service: "web", name: "blog-web" }) },
    { Id: "hook", Labels: dockerLabels(labels, { service: "run", name: "blog-before-switch-run-1" }) },
    { Id: "copy", Labels: dockerLabels(labels, { name: "blog" }) },
  ]);
  await removeLeftOneOffs(docker, "mine");
  expect(done).toEqual(["hook", "copy"]);
  expect(asked).toEqual([{ "autostack.installation": "mine" }]);
});

test("an image is told with the deployment that it was made for", async () => {
  const image = { Id: "sha256:1", Size: 7, Labels: dockerLabels(labels, { name: "blog" }) };
  const { docker } = engineWith([], [image]);
  expect(await ownImages(docker, "mine")).toEqual([
    { artifact: { kind: "image", image: "sha256:1", bytes: 7 }, deployment: "d" },
  ]);
});
