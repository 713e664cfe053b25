import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import Dockerode from "dockerode";
import { extract } from "tar-stream";
import { DockerEngine } from "#src/host/docker-engine.ts";
import type { InstanceState } from "#src/runtimes/runtime.ts";
import { answer, eventually, LIMITS, NODE_SERVER, RuntimeBench, SOCKET } from "./runtimes-bench.ts";
import { runtimeContract } from "./runtimes-contract.ts";
import { watchContract } from "./runtimes-watch-contract.ts";

runtimeContract("docker");
watchContract("docker");

describe("the docker runtime alone", () => {
  const bench = new RuntimeBench("docker");
  const engine = new Dockerode({ socketPath: SOCKET });
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  const hostConfig = async (name: string) => (await engine.getContainer(name).inspect()).HostConfig;

  test("builds a Dockerfile of the project's own, with the variables that it declares", async () => {
    const dockerfile = [
      "FROM node:22-slim",
      "ARG COLOUR=none",
      "ENV COLOUR=$COLOUR",
      "COPY . /srv/",
      "EXPOSE 8123",
      'CMD ["node", "/srv/server.js"]',
    ].join("\n");
    const contents = { Dockerfile: dockerfile, "server.js": NODE_SERVER, "secret.txt": "x", ".dockerignore": "*.txt" };
    const variables = { COLOUR: "green", UNDECLARED: "never" };
    const image = await bench.build("own", contents, { dockerfile: "Dockerfile", start: null }, { variables });
    const instance = await bench.runtime.start(bench.startRequest("own", image, { port: null }));
    expect(instance.port).toBe(8123);
    expect(JSON.parse(await answer(instance, "/env"))).toMatchObject({ COLOUR: "green", PORT: "8123" });
    expect(await bench.docker.exec(instance.name, ["ls", "-A", "/srv"])).not.toContain("secret.txt");
    expect(bench.lines.join("\n")).not.toContain("never");
  });

  test("no layer, label or step of the image holds a build's variable", async () => {
    const secret = `hush-${crypto.randomUUID()}`;
    const plan = { install: 'test -n "$TOKEN"', build: 'test -n "$TOKEN" && echo built > built.txt' };
    const image = await bench.build("secret", { "server.js": NODE_SERVER }, plan, { variables: { TOKEN: secret } });
    if (image.kind !== "image") throw new Error(image.kind);
    const inspected = engine.getImage(image.image);
    expect(JSON.stringify([await inspected.history(), await inspected.inspect()])).not.toContain(secret);
    expect(await found(await inspected.get(), [secret, "built.txt"])).toEqual(["built.txt"]);
  }, 60_000);

  test("holds a container to its limits and away from the machine", async () => {
    const image = await bench.build("limits", { "server.js": NODE_SERVER });
    const { name } = await bench.runtime.start(
      bench.startRequest("limits", image, { limits: { ...LIMITS, cpus: 999 } }),
    );
    const { PortBindings, ...config } = await hostConfig(name);
    expect(config).toMatchObject({
      Init: true,
      Memory: LIMITS.memoryBytes,
      MemorySwap: LIMITS.memoryBytes,
      NanoCpus: (await bench.docker.cpus()) * 1e9,
      PidsLimit: LIMITS.pids,
      SecurityOpt: ["no-new-privileges"],
      CapDrop: ["ALL"],
      RestartPolicy: { Name: "unless-stopped" },
      LogConfig: { Type: "local", Config: { "max-size": "500000", "max-file": "2" } },
      NetworkMode: bench.id,
      Privileged: false,
    });
    // Engines before 29 say null.
    expect(PortBindings ?? {}).toEqual({});
    expect((await bench.docker.exec(name, ["id", "-u"])).trim()).not.toBe("0");
  });

  test("says that a service ran out of memory", async () => {
    const image = await bench.build("oom", { "server.js": NODE_SERVER });
    const eats = "node -e 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'";
    const limits = { ...LIMITS, memoryBytes: 100_000_000 };
    const { name } = await bench.runtime.start(bench.startRequest("oom", image, { command: eats, limits }));
    const ended = (state: InstanceState) => state.name === "exited" && state.outOfMemory;
    expect(await eventually(() => bench.runtime.inspect(name), ended)).toMatchObject({ exitCode: 137 });
  });

  test("leaves containers and networks of others alone", async () => {
    const image = await bench.build("foreign", { "server.js": NODE_SERVER });
    if (image.kind !== "image") throw new Error(image.kind);
    const request = bench.startRequest("foreign", image);
    const foreign = await engine.createContainer({ name: request.name, Image: image.image });
    const network = await engine.createNetwork({ Name: `${bench.id}-foreign` });
    try {
      await expect(bench.runtime.start(request)).rejects.toMatchObject({ code: "name_taken", status: 409 });
      await bench.runtime.stop(request.name, 0);
      await bench.runtime.removeNetwork(`${bench.id}-foreign`);
      expect(await bench.runtime.inspect(request.name)).toEqual({ name: "missing" });
      expect((await foreign.inspect()).Id).toBe(foreign.id);
      expect((await network.inspect()).Name).toBe(`${bench.id}-foreign`);
    } finally {
      await Promise.all([foreign.remove({ force: true }), network.remove()]);
    }
  });

  test("a network stays while something runs in it, and goes after", async () => {
    const image = await bench.build("network", { "server.js": NODE_SERVER });
    const network = `${bench.id}-net`;
    const { name } = await bench.runtime.start(bench.startRequest("network", image, { network }));
    await bench.runtime.removeNetwork(network);
    expect((await engine.getNetwork(network).inspect()).Labels).toMatchObject({ "autostack.project": "project1" });
    await bench.runtime.stop(name, 0);
    await bench.runtime.removeNetwork(network);
    await expect(engine.getNetwork(network).inspect()).rejects.toThrow(/not found/);
  });

  test("services keep their addresses when Docker starts them in another order", async () => {
    const image = await bench.build("address", { "server.js": NODE_SERVER });
    const started = await Promise.all(
      ["one", "two", "three"].map((name) =>
        bench.runtime.start({ ...bench.startRequest(name, image), name: `${bench.id}-${name}` }),
      ),
    );
    expect(new Set(started.map(({ address }) => address)).size).toBe(3);
    const containers = started.map(({ name }) => engine.getContainer(name));
    await Promise.all(containers.map((container) => container.kill()));
    for (const container of containers.toReversed()) await container.start();
    for (const instance of started) {
      expect(await bench.runtime.inspect(instance.name)).toMatchObject({ name: "running", instance });
    }
  });

  test("says what is wrong with a base image, a Dockerfile and a missing file", async () => {
    const own = (dockerfile: string, name: string) =>
      bench.build(name, { Dockerfile: dockerfile }, { dockerfile: "Dockerfile" }).catch((error) => error);
    const noImage = await own("FROM autostack.invalid/never/there:1\n", "no-image");
    expect(["registry_unreachable", "image_not_found"]).toContain(noImage.code);
    expect(await own("FROM debian:12-slim\nNONSENSE\n", "no-sense")).toMatchObject({ code: "bad_dockerfile" });
    expect(await own("FROM debian:12-slim\nCOPY nope /\n", "no-file")).toMatchObject({ code: "file_missing" });
    expect(await own("FROM scratch\nCOPY Dockerfile /\n", "scratch").then((image) => start(image))).toMatchObject({
      code: "start_command_missing",
    });
  });

  const start = (image: Parameters<typeof bench.startRequest>[1]) =>
    bench.runtime.start(bench.startRequest("scratch", image)).catch((error) => error);

  test("says which socket does not answer", async () => {
    const nowhere = new DockerEngine("/run/autostack-test-nowhere.sock");
    expect(await nowhere.problem()).toStartWith("Docker does not answer at /run/autostack-test-nowhere.sock.");
    await expect(nowhere.container("x")).rejects.toMatchObject({ code: "docker_unreachable", status: 503 });
  });

  test("a cancelled upload of a large source ends the build", async () => {
    const large = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}.bin`, "x".repeat(2_000_000)]));
    const cancel = new AbortController();
    const request = await bench.request("upload", { ...large, "server.js": "" }, {}, { signal: cancel.signal });
    const build = bench.runtime.build(request).catch((error) => error);
    setTimeout(() => cancel.abort(), 20);
    expect(await build).toHaveProperty("name", "AbortError");
    expect(await bench.docker.image(`autostack/${request.name}`)).toBeNull();
    expect(await readdir(request.workspace)).toHaveLength(41);
  });
});

/** Which of the words stand in the files of a saved image. An Engine that keeps images in containerd saves packed layers. */
async function found(saved: NodeJS.ReadableStream, words: string[]): Promise<string[]> {
  const seen = new Set<string>();
  for await (const file of saved.pipe(extract())) {
    let end = Buffer.alloc(0);
    for await (const chunk of unpacked(file as AsyncIterable<Uint8Array>)) {
      const window = Buffer.concat([end, chunk]);
      for (const word of words) if (window.includes(word)) seen.add(word);
      end = window.subarray(-100);
    }
  }
  return [...seen];
}

/** The bytes of a file; of one that gzip packed, what is in it. */
async function* unpacked(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = file[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const all = Readable.from(joined(first.value, { [Symbol.asyncIterator]: () => chunks }));
  yield* first.value[0] === 0x1f && first.value[1] === 0x8b ? all.pipe(createGunzip()) : all;
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
