import { describe, expect, test } from "bun:test";
import type { ContainerInspectInfo, ImageInspectInfo } from "dockerode";
import type { Place } from "./docker-container.ts";
import { containerFor, exposedPort, oneOffFor, toState } from "./docker-container.ts";
import { dockerLabels, readLabels } from "./docker-labels.ts";
import type { StartRequest } from "./runtime.ts";

const labels = { installation: "i", team: "t", project: "p", environment: "e", deployment: "d" };
const place: Place = { image: "sha256:1", port: 3000, address: "10.64.0.9", cpus: 2 };
const request: StartRequest = {
  labels,
  name: "blog-d1-web",
  network: "autostack-e",
  service: "web",
  artifact: { kind: "image", image: "sha256:1", bytes: 1 },
  command: "npm start && true",
  port: 3000,
  variables: { HOST: "::", PORT: "1", COLOUR: "red" },
  limits: { memoryBytes: 512_000_000, cpus: 4, pids: 100, logBytes: 10_000_001, buildTimeoutMs: 1 },
};

describe("a service's container", () => {
  test("is told its port, its variables and, unless they say otherwise, to listen everywhere", () => {
    const { Env } = containerFor(request, place);
    expect(Env?.toSorted()).toEqual([
      "COLOUR=red",
      "HOST=::",
      "HOSTNAME=0.0.0.0",
      "PORT=3000",
      "TINI_KILL_PROCESS_GROUP=1",
    ]);
    expect(containerFor(request, { ...place, port: null }).Env).not.toContain("PORT=3000");
  });

  test("runs the command that takes the shell's place, or the image's own", () => {
    expect(containerFor({ ...request, command: "node x" }, place).Cmd).toEqual(["exec node x"]);
    expect(containerFor({ ...request, command: null }, place)).not.toHaveProperty("Cmd");
  });

  test("gets no more of the machine than it has, and only its share of the log", () => {
    expect(containerFor(request, place).HostConfig).toMatchObject({
      NanoCpus: 2e9,
      Memory: 512_000_000,
      MemorySwap: 512_000_000,
      PidsLimit: 100,
      LogConfig: { Config: { "max-size": "5000001", "max-file": "2" } },
      RestartPolicy: { Name: "unless-stopped" },
    });
  });

  test("keeps its address", () => {
    const { NetworkingConfig, HostConfig } = containerFor(request, place);
    expect(HostConfig?.NetworkMode).toBe("autostack-e");
    expect(NetworkingConfig?.EndpointsConfig?.["autostack-e"]?.IPAMConfig?.IPv4Address).toBe("10.64.0.9");
  });

  test("is not started again when it runs one command", () => {
    const container = oneOffFor(request, place, "migrate");
    expect(container.HostConfig).toMatchObject({ RestartPolicy: { Name: "no" }, Memory: 512_000_000 });
    expect(container.Cmd).toEqual(["exec migrate"]);
  });
});

describe("what Docker tells of a container", () => {
  const inspected = (state: object) =>
    ({
      State: {
        Running: true,
        Restarting: false,
        ExitCode: 0,
        OOMKilled: false,
        StartedAt: "2026-01-01T00:00:00Z",
        ...state,
      },
      RestartCount: 2,
      Config: { Labels: { ...dockerLabels(labels, { service: "web", name: "n", port: "3000" }) } },
      NetworkSettings: { Networks: { "autostack-e": { IPAddress: "10.64.0.9" } } },
    }) as unknown as ContainerInspectInfo;

  test("running, with where it is reached", () => {
    expect(toState(inspected({}))).toEqual({
      name: "running",
      instance: { name: "n", service: "web", labels, address: "10.64.0.9", port: 3000 },
      restarts: 2,
      startedAt: Date.UTC(2026, 0, 1),
    });
  });

  test("exited while Docker waits to start it again, though Docker calls that running", () => {
    const state = toState(inspected({ Restarting: true, ExitCode: 137, OOMKilled: true }));
    expect(state).toEqual({ name: "exited", exitCode: 137, outOfMemory: true, restarts: 2 });
  });

  test("labels come back as they went", () => {
    expect(readLabels(dockerLabels(labels, { service: "s", name: "n" }))).toEqual({
      ...labels,
      service: "s",
      name: "n",
    });
  });

  test("the lowest TCP port that an image exposes", () => {
    const image = (ports: string[]) =>
      ({
        Config: { ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])) },
      }) as unknown as ImageInspectInfo;
    expect(exposedPort(image(["9000/tcp", "53/udp", "80/tcp"]))).toBe(80);
    expect(exposedPort(image([]))).toBeNull();
  });
});
