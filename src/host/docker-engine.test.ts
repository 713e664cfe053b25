import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerEngine } from "./docker-engine.ts";

describe("an Engine that takes the connection and says nothing", () => {
  let folder: string;
  let unix: string;
  let silent: { stop(closeActive: boolean): void };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "autostack-silent-"));
    unix = join(folder, "docker.sock");
    silent = Bun.listen({ unix, socket: { data() {} } });
  });
  afterEach(async () => {
    silent.stop(true);
    await rm(folder, { recursive: true });
  });
  const engine = () => new DockerEngine(unix, { ping: 50, ask: 50, work: 50 });
  const { signal } = new AbortController();

  test("is a problem, not a wait without end", async () => {
    expect(await engine().problem()).toStartWith(`Docker does not answer at ${unix}.`);
  });

  test("is waited for once; who asks later is told at once what is known", async () => {
    const docker = new DockerEngine(unix, { ping: 400 });
    await docker.problem();
    const before = Date.now();
    expect(await docker.problem()).toStartWith("Docker does not answer");
    expect(Date.now() - before).toBeLessThan(300);
  });

  const CALLS: [name: string, call: (docker: DockerEngine) => Promise<unknown>][] = [
    ["to see a container", (docker) => docker.container("x")],
    ["to list containers", (docker) => docker.containers({})],
    ["to start one", (docker) => docker.startContainer("x")],
    ["to stop one", (docker) => docker.stopContainer("x", 20)],
    ["to read what one uses", (docker) => docker.containerUsage("x")],
    ["to make a network", (docker) => docker.ensureNetwork("x", {})],
    ["to see an image", (docker) => docker.image("x")],
    ["to run a command", (docker) => docker.exec("x", ["true"])],
    [
      "to follow a log",
      (docker) => Array.fromAsync(docker.containerLogs("x", { follow: true, tail: 1, after: null, signal })),
    ],
    ["to follow events", (docker) => Array.fromAsync(docker.events({ labels: {}, since: 0, signal }))],
  ];

  test.each(CALLS)("fails a call %s in time", async (_, call) => {
    const before = Date.now();
    await expect(call(engine())).rejects.toMatchObject({ code: "docker_unreachable", status: 503 });
    expect(Date.now() - before).toBeLessThan(1000);
  });
});
