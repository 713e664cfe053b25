import { expect, test } from "bun:test";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { dockerSocket } from "../support/docker.ts";
import { testFolder } from "../support/folders.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { fingerprint } from "./fingerprint.ts";

const MINUTES_MS = 120_000;

/** A socket before the Engine's own, so that the Engine can be away for one AutoStack alone. */
class Detour {
  readonly path: string;
  readonly #connections = new Set<Socket>();
  #server: Server | null = null;

  constructor(path: string) {
    this.path = path;
  }

  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(dockerSocket);
      for (const socket of [near, far]) {
        this.#connections.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => this.#connections.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server;
    await once(server.listen(this.path), "listening");
  }

  async close(): Promise<void> {
    const closed = this.#server && once(this.#server, "close");
    this.#server?.close();
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }
}

test("without an Engine the start is refused in a sentence, when Docker is asked for", async () => {
  await using folder = await testFolder();
  const socket = join(folder.path, "docker.sock");
  const start = RunningAutoStack.start({ runtime: "docker", edge: "embedded", env: { AUTOSTACK_DOCKER: socket } });
  const refusal = await start.catch((error) => error);
  expect(refusal).toMatchObject({ code: "docker_unreachable", status: 503 });
  expect(refusal.message).toContain(socket);
  expect(refusal.hint).toContain("AUTOSTACK_RUNTIME=process");
});

test("the command says that sentence, and nothing of its insides", async () => {
  await using folder = await testFolder();
  const socket = join(folder.path, "docker.sock");
  const command = Bun.spawn([process.execPath, join(import.meta.dir, "../../src/main.ts"), "serve"], {
    env: {
      PATH: process.env.PATH,
      AUTOSTACK_DATA: join(folder.path, "data"),
      AUTOSTACK_RUNTIME: "docker",
      AUTOSTACK_DOCKER: socket,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const said = await command.stderr.text();
  expect(await command.exited).toBe(1);
  expect(said).toContain(socket);
  expect(said).toContain("AUTOSTACK_RUNTIME=process");
  expect(said.trim().split("\n").length).toBeLessThanOrEqual(2);
});

test(
  "when the Engine goes away, nothing begins that needs it, what stands is seen, and all works when it is back",
  async () => {
    await using folder = await testFolder();
    const engine = new Detour(join(folder.path, "docker.sock"));
    await engine.open();
    await using stack = await RunningAutoStack.start({
      runtime: "docker",
      edge: "embedded",
      env: { AUTOSTACK_DOCKER: engine.path },
    });
    const { api } = stack;
    const first = await api.launchUpload("steady", zipOf(nodeApp("one")));
    await api.live("steady", first.deployment);
    const before = await fingerprint(stack);

    await engine.close();
    for (const action of ["redeploy", "rollback"]) {
      const path = `/projects/steady/deployments/${first.deployment.id}/${action}`;
      expect((await api.send("POST", path)).status).toBeGreaterThanOrEqual(500);
    }
    const launch = await api.send("POST", "/projects", { json: { slug: "b", source: "example", example: "node" } });
    expect(launch.status).toBe(503);
    expect(await launch.text()).toContain(engine.path);
    expect((await api.send("GET", "/projects/steady")).status).toBe(200);
    expect((await api.send("GET", "/dashboard")).status).toBe(200);
    expect(await stack.textAt("steady")).toBe("one");

    await engine.open();
    expect(await fingerprint(stack)).toEqual(before);
    const broken = await api.deployUpload("steady", zipOf(nodeApp("two", { build: "echo begun && sleep 66.5" })));
    await api.says("steady", broken, "begun");
    await engine.close();
    const { state } = (await api.ended("steady", broken)).deployment;
    // The connection of the build breaks, or the next question is not answered: whichever comes first is said.
    const code = expect.stringMatching(/^docker_(lost|unreachable)$/);
    expect(state).toMatchObject({ name: "failed", stage: "build", problem: { code } });
    expect(await stack.textAt("steady")).toBe("one");

    await engine.open();
    await api.live("steady", await api.act("steady", first.deployment, "redeploy"));
    expect(await stack.textAt("steady")).toBe("one");
  },
  MINUTES_MS,
);

test(
  "a container that listens on 127.0.0.1 only is told so",
  async () => {
    await using stack = await RunningAutoStack.start({
      runtime: "docker",
      edge: "embedded",
      env: { AUTOSTACK_HEALTH_TIMEOUT: "3" },
    });
    const files = nodeApp("x");
    const lonely = { ...files, "server.js": files["server.js"]?.replace("process.env.PORT", '$&, "127.0.0.1"') ?? "" };
    const { deployment } = await stack.api.launchUpload("lonely", zipOf(lonely));
    const { state } = (await stack.api.ended("lonely", deployment)).deployment;
    if (state.name !== "failed") throw new Error(state.name);
    expect(state).toMatchObject({ stage: "probe", problem: { code: "not_healthy" } });
    expect(state.problem.summary).toMatch(/listens on 127\.0\.0\.1:\d+ only/);
    expect(state.problem.hint).toContain("0.0.0.0");
  },
  MINUTES_MS,
);
