import { expect, test } from "bun:test";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { realProcesses } from "#src/host/real-processes.ts";
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

test("without an Engine the command starts all the same, and says what it misses in sentences", async () => {
  await using folder = await testFolder();
  const socket = join(folder.path, "docker.sock");
  const command = Bun.spawn([process.execPath, join(import.meta.dir, "../../src/main.ts"), "serve"], {
    env: {
      PATH: process.env.PATH,
      AUTOSTACK_DATA: join(folder.path, "data"),
      AUTOSTACK_PORT: String(await realProcesses.freePort()),
      AUTOSTACK_EDGE_PORT: String(await realProcesses.freePort()),
      AUTOSTACK_RUNTIME: "docker",
      AUTOSTACK_EDGE: "embedded",
      AUTOSTACK_DOCKER: socket,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  let [said, isAsked] = ["", false];
  const decoder = new TextDecoder();
  for await (const piece of command.stderr) {
    said += decoder.decode(piece, { stream: true });
    // Asked a second time it would not wait for what is under way.
    if (said.includes(socket) && !isAsked) command.kill("SIGTERM");
    isAsked ||= said.includes(socket);
  }
  expect(await command.exited).toBe(0);
  expect(said).toContain(`Docker does not answer at ${socket}`);
  expect(said).not.toMatch(/^\s+at /m);
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
