import type Dockerode from "dockerode";

const TRIES = 20;

/**
 * Docker's default pools hold about thirty networks. When they are used up, ranges of 62 addresses
 * are tried in 10.64.0.0/10, which leaves the ranges alone that offices and clouds like best.
 */
export async function createNetwork(engine: Dockerode, name: string, labels: Record<string, string>): Promise<void> {
  const network = { Name: name, Driver: "bridge", CheckDuplicate: true, Labels: labels };
  try {
    await engine.createNetwork(network);
  } catch (error) {
    if (!isOutOfRanges(error)) throw error;
    await createInOwnRange(engine, network);
  }
}

async function createInOwnRange(engine: Dockerode, network: Dockerode.NetworkCreateOptions): Promise<void> {
  let problem: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      await engine.createNetwork({ ...network, IPAM: { Config: [{ Subnet: randomRange() }] } });
      return;
    } catch (error) {
      if (!/overlap/i.test(String(error))) throw error;
      problem = error;
    }
  }
  throw problem;
}

const isOutOfRanges = (error: unknown) =>
  /non-overlapping IPv4|address pools have been fully subnetted/i.test(String(error));

export function randomRange(chance: () => number = Math.random): string {
  const pick = (count: number) => Math.floor(chance() * count);
  return `10.${64 + pick(64)}.${pick(256)}.${pick(4) * 64}/26`;
}
