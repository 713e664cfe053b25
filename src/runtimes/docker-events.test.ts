import { expect, test } from "bun:test";
import type { ContainerInfo, ContainerInspectInfo } from "dockerode";
import type { DockerEvent, EventOptions } from "../host/docker-events.ts";
import { DockerEventFeed } from "./docker-events.ts";
import { dockerLabels } from "./docker-labels.ts";

const LABELS = { installation: "i", team: "t", project: "p", environment: "e", deployment: "d" };
const NOW = 1_700_000_000_000;

function event(kind: DockerEvent["kind"], at: number, more: Partial<DockerEvent> = {}): DockerEvent {
  const labels = dockerLabels(LABELS, { service: "web", name: "blog-web" });
  return { key: `${at} ${kind}`, at: NOW + at, container: "c1", kind, exitCode: 0, labels, ...more };
}

const inspected = (running: boolean, startedAt: number, finishedAt: number, exitCode = 0) =>
  ({
    Id: "c1",
    Config: { Labels: event("start", 0).labels },
    State: {
      Running: running,
      ExitCode: exitCode,
      OOMKilled: false,
      StartedAt: new Date(NOW + startedAt).toISOString(),
      FinishedAt: new Date(NOW + finishedAt).toISOString(),
    },
  }) as unknown as ContainerInspectInfo;

/** What is told over these connections, one after the other; the last one stays open. */
async function told(connections: DockerEvent[][], container: ContainerInspectInfo | null = null): Promise<string[]> {
  const stop = new AbortController();
  let connection = 0;
  const docker = {
    async *events({ until }: EventOptions) {
      // A question about the past has its own end, and a daemon that was restarted remembers nothing.
      if (until !== undefined) return;
      yield* connections[connection++] ?? [];
      if (connection === connections.length) stop.abort();
    },
    containers: async () => (container ? [{ Id: container.Id } as ContainerInfo] : []),
    container: async () => container,
  };
  const words: string[] = [];
  const feed = new DockerEventFeed({ docker, now: () => NOW }, "i");
  for await (const { name, labels, kind } of feed.follow(stop.signal)) {
    expect({ name, labels }).toEqual({ name: "blog-web", labels: LABELS });
    words.push(kind.name === "died" ? `died ${kind.exitCode}${kind.outOfMemory ? " out of memory" : ""}` : kind.name);
  }
  return words;
}

test("tells starts and ends, and that the end was for want of memory", async () => {
  const events = [event("start", 1), event("oom", 2), event("die", 3, { exitCode: 137 }), event("start", 4)];
  expect(await told([events])).toEqual(["started", "died 137 out of memory", "started"]);
});

test("tells nothing twice when the Engine tells it again over the next connection", async () => {
  const [start, die] = [event("start", 1), event("die", 2, { exitCode: 1 })];
  expect(await told([[start], [start, die]])).toEqual(["started", "died 1"]);
});

test("an end that no event tells is seen by the container's state, and its late event adds nothing", async () => {
  const ended = inspected(false, 0, 50, 7);
  expect(await told([[event("start", 1)], [event("die", 60, { exitCode: 7 })]], ended)).toEqual(["started", "died 7"]);
});

test("leaves out commands that run once", async () => {
  const labels = dockerLabels(LABELS, { service: "run", name: "blog-web-run" });
  expect(await told([[event("start", 1, { labels }), event("die", 2, { labels })]])).toEqual([]);
});
