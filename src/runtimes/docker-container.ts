import type { ContainerInspectInfo, ImageInspectInfo } from "dockerode";
import type { NewContainer } from "../host/docker.ts";
import { AppError } from "../lib/errors.ts";
import { execLine } from "../plans/shell-line.ts";
import { dockerLabels, readLabels } from "./docker-labels.ts";
import type { Instance, InstanceState, Limits, StartRequest } from "./runtime.ts";

/** What an ordinary image that begins as root needs to give its files away and become someone else. */
const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];
const STOP_SECONDS = 30;
/** The service that a container which runs one command says it is. */
export const ONE_OFF = "run";
const LOG_FILES = 2;

/** What a container's making depends on beside the request. */
export type Place = {
  image: string;
  port: number | null;
  /** Its own in the network, which it keeps through restarts. */
  address: string;
  /** How many the machine has: Docker refuses to promise more. */
  cpus: number;
};

export function containerFor(request: StartRequest, { image, port, address, cpus }: Place): NewContainer {
  const { name, network, service, command, limits } = request;
  return {
    name,
    Image: image,
    Env: environment(request.variables, port),
    Labels: dockerLabels(request.labels, { service, name, ...(port !== null && { port: String(port) }) }),
    StopTimeout: STOP_SECONDS,
    ...(command !== null && { Entrypoint: ["/bin/sh", "-c"], Cmd: [execLine(command)] }),
    NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } },
    HostConfig: {
      NetworkMode: network,
      RestartPolicy: { Name: "unless-stopped" },
      ...limitsOf(limits, cpus),
    },
  };
}

/** A container that runs one command of the service and is never started again. */
export function oneOffFor(request: StartRequest, place: Place, command: string): NewContainer {
  const container = containerFor({ ...request, command, service: ONE_OFF }, place);
  return { ...container, HostConfig: { ...container.HostConfig, RestartPolicy: { Name: "no" } } };
}

function limitsOf({ memoryBytes, cpus, pids, logBytes }: Limits, available: number): NewContainer["HostConfig"] {
  return {
    Init: true,
    Memory: memoryBytes,
    // The same figure: no swap beside it.
    MemorySwap: memoryBytes,
    NanoCpus: Math.round(Math.min(cpus, available) * 1e9),
    PidsLimit: pids,
    SecurityOpt: ["no-new-privileges"],
    CapDrop: ["ALL"],
    CapAdd: CAPABILITIES,
    LogConfig: {
      Type: "local",
      Config: { "max-size": `${Math.ceil(logBytes / LOG_FILES)}`, "max-file": String(LOG_FILES) },
    },
  };
}

/** The project's own variables win. `TINI_…` lets the init hand signals on to what a shell has started. */
function environment(variables: Record<string, string>, port: number | null): string[] {
  const listening = port === null ? {} : { PORT: String(port), HOST: "0.0.0.0", HOSTNAME: "0.0.0.0" };
  const all = {
    TINI_KILL_PROCESS_GROUP: "1",
    ...listening,
    ...variables,
    ...(port !== null && { PORT: String(port) }),
  };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

/** The port that an image says it listens on: the lowest, when it says several. */
export function exposedPort(image: ImageInspectInfo): number | null {
  const ports = Object.keys(image.Config.ExposedPorts ?? {}).filter((port) => port.endsWith("/tcp"));
  return ports.map((port) => Number.parseInt(port, 10)).sort((a, b) => a - b)[0] ?? null;
}

export function toInstance(container: ContainerInspectInfo): Instance {
  const networks = Object.values(container.NetworkSettings.Networks);
  return instance(container.Config.Labels, networks[0]?.IPAddress);
}

export function instance(dockerLabels: Record<string, string>, address: string | undefined): Instance {
  const { service, name, ...labels } = readLabels(dockerLabels);
  const port = dockerLabels["autostack.port"];
  return { name, service, labels, address: address || null, port: port === undefined ? null : Number(port) };
}

export function toState(container: ContainerInspectInfo): InstanceState {
  const { Running, Restarting, ExitCode, OOMKilled, StartedAt } = container.State;
  const restarts = container.RestartCount;
  // While Docker waits before the next try, it calls the container running.
  if (!Running || Restarting) return { name: "exited", exitCode: ExitCode, outOfMemory: OOMKilled, restarts };
  return { name: "running", instance: toInstance(container), restarts, startedAt: Date.parse(StartedAt) };
}

export function nameTaken(name: string): AppError {
  return new AppError({
    code: "name_taken",
    status: 409,
    summary: `A container named ${name} exists already and is not of this AutoStack.`,
    hint: "Remove or rename it, then deploy again.",
  });
}
