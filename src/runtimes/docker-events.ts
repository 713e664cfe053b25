import type { ContainerInspectInfo } from "dockerode";
import type { Docker } from "../host/docker.ts";
import type { DockerEvent } from "../host/docker-events.ts";
import { isService, ofInstallation, readLabels } from "./docker-labels.ts";
import type { RuntimeEvent } from "./runtime.ts";

const RETRY_MS = 250;
/** Events of one moment may be told in another order than that of their times. */
const OVERLAP_MS = 5000;
/** How much later than its change a container's event may come. */
const SAME_MS = 1000;
const KILLED = 137;
const ONE_OFF = "run";

/** `isSeen`: no event told it, but a look at the container; the event may still come. */
type State = { kind: "start" | "die"; at: number; isSeen: boolean };

type FeedHost = { docker: Pick<Docker, "events" | "containers" | "container">; now(): number };

/**
 * What happens to the services of an installation, over any number of connections. After a break the Engine is asked for
 * what it remembers; a daemon that was restarted remembers nothing, so then the containers themselves are looked at.
 */
export class DockerEventFeed {
  readonly #host: FeedHost;
  readonly #labels: Record<string, string>;
  /** Keys of what was told of late, with their times. */
  readonly #told = new Map<string, number>();
  readonly #states = new Map<string, State>();
  readonly #outOfMemory = new Set<string>();
  #lastAt = 0;

  constructor(host: FeedHost, installation: string) {
    this.#host = host;
    this.#labels = ofInstallation(installation);
  }

  async *follow(signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const begun = this.#host.now();
    let isFirst = true;
    while (!signal.aborted) {
      const since = Math.max(begun, this.#lastAt - OVERLAP_MS);
      try {
        if (!isFirst) yield* this.#missed(since, signal);
        isFirst = false;
        yield* this.#read({ since, signal });
      } catch {
        // Whoever needs the Engine for more than listening is told by `problem` what is wrong.
      }
      if (!signal.aborted) await Bun.sleep(RETRY_MS);
    }
  }

  /** What the Engine remembers of the time without a connection, then what only the containers can tell. */
  async *#missed(since: number, signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    yield* this.#read({ since, until: this.#host.now(), signal });
    for (const { Id } of await this.#host.docker.containers(this.#labels)) {
      const container = await this.#host.docker.container(Id);
      const event = container && lastEvent(container);
      const known = this.#states.get(Id);
      // A container's own times are never later than those of its events.
      if (event && event.at > (known?.at ?? since)) yield* this.#tell(event, true);
    }
  }

  async *#read(span: { since: number; until?: number; signal: AbortSignal }): AsyncGenerator<RuntimeEvent> {
    for await (const event of this.#host.docker.events({ labels: this.#labels, ...span })) {
      if (!this.#told.has(event.key)) yield* this.#tell(event, false);
    }
  }

  async *#tell(event: DockerEvent, isSeen: boolean): AsyncGenerator<RuntimeEvent> {
    const { container, kind, at, labels, key } = event;
    this.#remember(key, at);
    const { service, name, ...own } = readLabels(labels);
    if (!isService(labels) || service === ONE_OFF) return;
    if (kind === "oom") {
      this.#outOfMemory.add(container);
      return;
    }
    const known = this.#states.get(container);
    this.#states.set(container, { kind, at, isSeen });
    if (known?.isSeen && known.kind === kind && Math.abs(at - known.at) < SAME_MS) return;
    if (kind === "start") {
      this.#outOfMemory.delete(container);
      yield { at, name, labels: own, kind: { name: "started" } };
    } else {
      yield { at, name, labels: own, kind: { name: "died", ...(await this.#ending(event)) } };
    }
  }

  async #ending({ container, exitCode }: DockerEvent): Promise<{ exitCode: number; outOfMemory: boolean }> {
    if (this.#outOfMemory.delete(container)) return { exitCode, outOfMemory: true };
    if (exitCode !== KILLED) return { exitCode, outOfMemory: false };
    const killed = await this.#host.docker.container(container).catch(() => null);
    return { exitCode, outOfMemory: killed?.State.OOMKilled ?? false };
  }

  #remember(key: string, at: number): void {
    this.#lastAt = at;
    this.#told.set(key, at);
    for (const [old, time] of this.#told) if (time < at - 2 * OVERLAP_MS) this.#told.delete(old);
  }
}

/** The last event of a container, as its state tells it. */
function lastEvent({ Id, State, Config }: ContainerInspectInfo): DockerEvent | null {
  const isRunning = State.Running && !State.Restarting;
  const at = Date.parse(isRunning ? State.StartedAt : State.FinishedAt);
  const kind = isRunning ? "start" : "die";
  const labels = Config.Labels;
  return at > 0 ? { key: `${at} ${kind} ${Id}`, at, container: Id, kind, exitCode: State.ExitCode, labels } : null;
}
