import { expect, test } from "bun:test";
import type { ContainerInspectInfo } from "dockerode";
import type { Docker } from "../host/docker.ts";
import { realFiles } from "../host/files.ts";
import { sleep } from "../host/sleep.ts";
import { DockerRuntime } from "./docker.ts";
import { dockerLabels } from "./docker-labels.ts";

const NEVER_MS = 2 ** 31 - 1;

test("who stops following a service's output does not wait for what Docker may do with it next", async () => {
  const reading = new AbortController();
  const labels = { installation: "test", team: "", project: "", environment: "", deployment: "" };
  const docker: Partial<Docker> = {
    container: async () =>
      ({ Config: { Labels: dockerLabels(labels, { service: "web", name: "blog-web" }) } }) as ContainerInspectInfo,
    async *containerLogs() {
      yield { at: 1, stream: "out", text: "listening", position: "1" };
      reading.abort();
    },
  };
  const host = {
    ...{ docker: docker as Docker, files: realFiles, now: Date.now },
    sleep: (_durationMs: number, signal?: AbortSignal) => sleep(NEVER_MS, signal),
  };
  const runtime = new DockerRuntime(host, { installation: "test", sitesFolder: "/sites", keepRunning: true });
  const lines = runtime.logs("blog-web", { follow: true, tail: 10, after: null, signal: reading.signal });
  expect((await Array.fromAsync(lines)).map(({ text }) => text)).toEqual(["listening"]);
});
