import { join } from "node:path";
import { packContext } from "../../src/host/docker-context.ts";
import { realFiles } from "../../src/host/files.ts";
import { readSourceTree } from "../../src/host/source-tree.ts";
import { choosePlan, scanPart } from "../../src/plans/choose.ts";
import { imageBuildFor } from "../../src/runtimes/docker-build.ts";
import { untilPage } from "./until.ts";

const PORT = 3000;

/** The least that a deployment with Docker can be: the Engine builds the same image of an example, starts it, and it answers. */
export class BareDocker {
  readonly #socket: string;
  readonly #context: Uint8Array<ArrayBuffer>;
  readonly #dockerfile: string;

  private constructor(socket: string, context: Uint8Array<ArrayBuffer>, dockerfile: string) {
    this.#socket = socket;
    this.#context = context;
    this.#dockerfile = dockerfile;
  }

  static async of(example: string, socket: string): Promise<BareDocker> {
    const workspace = join(import.meta.dir, "../../examples", example);
    const plan = choosePlan(scanPart(await readSourceTree(workspace), undefined), {});
    const { context, dockerfile } = await imageBuildFor(realFiles, {
      ...{
        workspace,
        plan,
        name: "bench",
        variables: {},
        claim: () => {},
        log: () => {},
        signal: new AbortController().signal,
      },
      labels: { installation: "bench", team: "", project: "", environment: "", deployment: "" },
      limits: {
        memoryBytes: 0,
        cpus: 0,
        pids: 0,
        logBytes: 0,
        buildTimeoutMs: 0,
        build: { memoryBytes: 0, cpus: 0, pids: 0 },
      },
    });
    const pack = packContext(context, []) as unknown as AsyncIterable<Uint8Array>;
    return new BareDocker(socket, new Uint8Array(Buffer.concat(await Array.fromAsync(pack))), dockerfile);
  }

  /** Build, start and first answer; all of it is removed again. */
  async deploy(): Promise<number> {
    const name = `autostack-bench-${crypto.randomUUID().slice(0, 8)}`;
    const began = performance.now();
    try {
      await this.#build(name);
      const address = await this.#start(name);
      await untilPage(`http://${address}:${PORT}/`, (page) => page !== "");
      return performance.now() - began;
    } finally {
      await this.#ask("DELETE", `/containers/${name}?force=true&v=true`);
      await this.#ask("DELETE", `/images/${name}?force=true`);
    }
  }

  /** The label makes the image a new one each time, as a deployment's labels do. */
  async #build(name: string): Promise<void> {
    const labels = encodeURIComponent(JSON.stringify({ "autostack-bench": name }));
    const query = `version=2&dockerfile=${encodeURIComponent(this.#dockerfile)}&t=${name}&labels=${labels}`;
    const said = await this.#ask("POST", `/build?${query}`, this.#context, "application/x-tar");
    if (!said.includes("moby.image.id")) throw new Error(`The Engine built no image: ${said.slice(-500)}`);
  }

  async #start(name: string): Promise<string> {
    const container = { Image: name, Env: [`PORT=${PORT}`], HostConfig: { Init: true } };
    await this.#ask("POST", `/containers/create?name=${name}`, JSON.stringify(container), "application/json");
    await this.#ask("POST", `/containers/${name}/start`);
    const { NetworkSettings } = JSON.parse(await this.#ask("GET", `/containers/${name}/json`));
    return NetworkSettings.IPAddress || NetworkSettings.Networks.bridge.IPAddress;
  }

  async #ask(method: string, path: string, body?: Uint8Array<ArrayBuffer> | string, type = ""): Promise<string> {
    const given = body === undefined ? {} : { body, headers: { "content-type": type } };
    const response = await fetch(`http://engine${path}`, { method, unix: this.#socket, ...given });
    return response.text();
  }
}
