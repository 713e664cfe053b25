import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import type { Artifact, Instance, Runtime, RuntimeEvent } from "#src/runtimes/runtime.ts";
import { answer, eventually, NODE_SERVER, RuntimeBench } from "./runtimes-bench.ts";

/** What every engine tells of services that run, and how it holds them still. */
export function watchContract(kind: Runtime["name"]): void {
  describe(`watching services of the ${kind} runtime`, () => {
    const bench = new RuntimeBench(kind);
    let server: Artifact;

    beforeAll(async () => {
      await bench.open();
      server = await bench.build("watched", { "server.js": NODE_SERVER });
    });
    afterAll(() => bench.close());

    const start = (name: string, more = {}) => bench.runtime.start(bench.startRequest(name, server, more));

    test("counts the connections to a service while they are open", async () => {
      const instance = await start("connected");
      await answer(instance);
      const count = () => bench.runtime.connections(instance.name);
      const sockets = await Promise.all([open(instance), open(instance), open(instance)]);
      await eventually(count, (open) => open === 3);
      for (const socket of sockets) socket.destroy();
      await eventually(count, (open) => open === 0);
      expect(await bench.runtime.connections("nobody")).toBe(0);
    });

    test("tells how much of the processor and the memory a service uses", async () => {
      const { name } = await start("busy", { command: "while true; do :; done" });
      const usage = () => bench.runtime.usage(name);
      // Others on the machine take their share too.
      const busy = await eventually(usage, (used) => used !== null && used.cpus > 0.2);
      expect(busy?.cpus).toBeLessThan(1.5);
      expect(busy?.memoryBytes).toBeGreaterThan(50_000);
      expect(busy?.memoryBytes).toBeLessThan(256_000_000);
      await bench.runtime.stop(name, 0);
      expect(await bench.runtime.usage(name)).toBeNull();
    });

    test("a frozen service keeps the request that came meanwhile and answers it when it goes on", async () => {
      const instance = await start("frozen");
      const before = await answer(instance);
      await bench.runtime.pause(instance.name);
      await bench.runtime.pause(instance.name);
      let isAnswered = false;
      const waiting = answer(instance).finally(() => {
        isAnswered = true;
      });
      await Bun.sleep(300);
      expect(isAnswered).toBe(false);
      expect(await bench.runtime.inspect(instance.name)).toMatchObject({ name: "running", restarts: 0 });
      await bench.runtime.unpause(instance.name);
      await bench.runtime.unpause(instance.name);
      expect(await waiting).toBe(before);
    });

    test("a frozen service can be stopped", async () => {
      const { name } = await start("frozen-stop");
      await bench.runtime.pause(name);
      await bench.runtime.stop(name, 500);
      expect(await bench.runtime.inspect(name)).toEqual({ name: "missing" });
    });

    test("a log that is read on after a line brings the next one, and neither a gap nor a repeat", async () => {
      const command = "i=0; while true; do i=$((i+1)); echo $i; sleep 0.01; done";
      const { name } = await start("positions", { command });
      const seen: string[] = [];
      let after: string | null = null;
      for (let connection = 1; connection <= 4; connection++) {
        const signal = new AbortController();
        const lines = bench.runtime.logs(name, {
          follow: true,
          tail: Number.POSITIVE_INFINITY,
          after,
          signal: signal.signal,
        });
        for await (const line of lines) {
          seen.push(line.text);
          after = line.position;
          if (seen.length === 20 * connection) break;
        }
        signal.abort();
      }
      expect(seen).toEqual(Array.from({ length: 80 }, (_, i) => `${i + 1}`));
    });

    test("tells when a service starts, ends and is started again, within five seconds", async () => {
      const stop = new AbortController();
      const told: RuntimeEvent[] = [];
      const listening = (async () => {
        for await (const event of bench.runtime.events(stop.signal)) told.push(event);
      })();
      await Bun.sleep(100);
      const instance = await start("eventful");
      const own = () => told.filter(({ name }) => name === instance.name);
      await answer(instance);
      await fetch(`http://${instance.address}:${instance.port}/crash`).catch(() => null);
      const crashed = Date.now();
      await eventually(async () => own().length >= 2);
      expect(Date.now() - crashed).toBeLessThan(5000);
      await eventually(async () => own().length >= 3);
      stop.abort();
      await listening;
      expect(own()[0]).toMatchObject({ labels: bench.labels("eventful"), kind: { name: "started" } });
      expect(own()[1]?.kind).toEqual({ name: "died", exitCode: 3, outOfMemory: false });
      expect(own()[2]?.kind).toEqual({ name: "started" });
    });
  });
}

function open({ address, port }: Instance) {
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof connect>>();
  const socket = connect({ host: address ?? "", port: port ?? 0 }, () => resolve(socket));
  socket.once("error", reject);
  return promise;
}
