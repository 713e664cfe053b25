import { expect, test } from "bun:test";
import type { ProbeResult } from "../host/host.ts";
import { ReplicaHealth } from "./replica-health.ts";
import type { Backend, ServerTarget } from "./route.ts";

const server = (port: number): ServerTarget => ({ kind: "server", address: "127.0.0.1", port });
const backend = (ports: number[], health?: string): Backend => ({
  ...{ release: "r1", weight: 1, targets: ports.map(server) },
  ...(health !== undefined && { health }),
});

function healthOf(results: Record<string, ProbeResult>) {
  const asked: string[] = [];
  const probeHttp = async (url: string): Promise<ProbeResult> => {
    asked.push(url);
    return results[url] ?? { kind: "answered", status: 200 };
  };
  return { health: new ReplicaHealth({ probeHttp, sleep: () => Promise.resolve() }), asked };
}

test("who does not answer is not well, until they answer again", async () => {
  const results: Record<string, ProbeResult> = {
    "http://127.0.0.1:2/up": { kind: "timeout" },
    "http://127.0.0.1:3/up": { kind: "answered", status: 503 },
    "http://127.0.0.1:4/up": { kind: "answered", status: 404 },
  };
  const { health } = healthOf(results);
  const replicas = [backend([1, 2, 3, 4], "/up")];
  await health.look(replicas);
  expect([1, 2, 3, 4].filter((port) => health.isWell(server(port)))).toEqual([1, 4]);
  delete results["http://127.0.0.1:2/up"];
  await health.look(replicas);
  expect([1, 2, 3, 4].filter((port) => health.isWell(server(port)))).toEqual([1, 2, 4]);
});

test("one replica alone, and those without a path, are not asked", async () => {
  const { health, asked } = healthOf({ "http://127.0.0.1:1/up": { kind: "refused" } });
  await health.look([backend([1], "/up"), backend([2, 3])]);
  expect([asked, health.isWell(server(1))]).toEqual([[], true]);
});

test("each is asked once, however many names lead to it", async () => {
  const { health, asked } = healthOf({});
  await health.look([backend([1, 2], "/up"), backend([1, 2], "/up")]);
  expect(asked).toEqual(["http://127.0.0.1:1/up", "http://127.0.0.1:2/up"]);
});
