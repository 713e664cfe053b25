import type Dockerode from "dockerode";
import { isConflict, isMissing } from "./docker-errors.ts";

const TRIES = 20;

/**
 * Makes a bridge network whose range is named. Only in such a network a container can be given an address of its own,
 * and only such an address is still the same after a restart: a route must never lead to another service.
 */
export async function createNetwork(engine: Dockerode, name: string, labels: Record<string, string>): Promise<void> {
  let problem: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    const range = await freeRange(engine, name, labels);
    try {
      await engine.createNetwork({ ...bridge(name, labels), IPAM: { Driver: "default", Config: [{ Subnet: range }] } });
      return;
    } catch (error) {
      if (isConflict(error)) return;
      if (!/overlap/i.test(String(error))) throw error;
      problem = error;
    }
  }
  throw problem;
}

const bridge = (name: string, labels: Record<string, string>) => ({
  Name: name,
  Driver: "bridge",
  CheckDuplicate: true,
  Labels: labels,
});

/** Docker knows which of its ranges is in nobody's way, but tells it only by making a network. */
async function freeRange(engine: Dockerode, name: string, labels: Record<string, string>): Promise<string> {
  try {
    const network = await engine.createNetwork(bridge(`${name}-${crypto.randomUUID().slice(0, 8)}`, labels));
    const { IPAM } = await network.inspect();
    await network.remove();
    return IPAM?.Config?.[0]?.Subnet ?? randomRange();
  } catch (error) {
    // Docker's own pools hold about thirty networks.
    if (/non-overlapping IPv4|fully subnetted/i.test(String(error))) return randomRange();
    throw error;
  }
}

/** 62 addresses out of 10.64.0.0/10, which offices and clouds use least. */
export function randomRange(chance: () => number = Math.random): string {
  const pick = (count: number) => Math.floor(chance() * count);
  return `10.${64 + pick(64)}.${pick(256)}.${pick(4) * 64}/26`;
}

/** An address that no container of the network has, running or not. */
export async function freeAddress(engine: Dockerode, network: string): Promise<string> {
  const [{ IPAM }, containers] = await Promise.all([
    engine.getNetwork(network).inspect(),
    engine.listContainers({ all: true, filters: { network: [network] } }),
  ]);
  const taken = containers.flatMap(({ NetworkSettings }) => {
    const endpoint = NetworkSettings.Networks[network];
    return [endpoint?.IPAddress, endpoint?.IPAMConfig?.IPv4Address];
  });
  return pickAddress(IPAM?.Config?.[0]?.Subnet ?? "", new Set(taken));
}

/** By chance, so that the address of a service that has just gone is not soon another's. */
export function pickAddress(range: string, taken: ReadonlySet<unknown>, chance: () => number = Math.random): string {
  const [first = "", bits] = range.split("/");
  const base = first.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  // The first address is the range's own, the second the gateway's, the last the broadcast's.
  const count = 2 ** (32 - Number(bits)) - 3;
  const start = Math.floor(chance() * count);
  for (let step = 0; step < count; step++) {
    const address = toText(base + 2 + ((start + step) % count));
    if (!taken.has(address)) return address;
  }
  throw new Error(`could not find an available, non-overlapping IPv4 address pool in ${range}`);
}

const toText = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** Removes a network with the labels in which nothing is. */
export async function removeNetwork(engine: Dockerode, name: string, labels: Record<string, string>): Promise<void> {
  try {
    const network = await engine.getNetwork(name).inspect();
    if (Object.entries(labels).some(([key, value]) => network.Labels?.[key] !== value)) return;
    await engine.getNetwork(name).remove();
  } catch (error) {
    if (!isMissing(error) && !isConflict(error) && !isInUse(error)) throw error;
  }
}

const isInUse = (error: unknown): boolean => /has active endpoints/.test(String(error));
