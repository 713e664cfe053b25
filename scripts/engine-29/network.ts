import { existsSync } from "node:fs";
import { run } from "../lib/run.ts";

const NAME = "autostack-29";
const OUTSIDE = { device: "autostack-29", address: "10.29.0.1" };
const INSIDE = { device: "uplink", address: "10.29.0.2" };
const SUBNET = "10.29.0.0/30";
const RULES: readonly (readonly string[])[] = [
  ["nat", "POSTROUTING", "--source", SUBNET, "--jump", "MASQUERADE"],
  ["filter", "FORWARD", "--in-interface", OUTSIDE.device, "--jump", "ACCEPT"],
  ["filter", "FORWARD", "--out-interface", OUTSIDE.device, "--jump", "ACCEPT"],
];

export type Network = { enter: readonly string[]; remove: () => Promise<void> };

/**
 * A network namespace with a way out. Two Engines in one namespace fight over `docker0` and the packet filter's rules; in its own
 * the second one runs beside the machine's. Everything that talks to its containers must run inside as well.
 */
export async function makeNetwork(): Promise<Network> {
  await removeNetwork();
  // `ip netns exec` would mount a new /sys and hide the control groups; nsenter changes the network alone.
  const enter = ["nsenter", `--net=/run/netns/${NAME}`];
  const inside = (...argv: string[]) => run([...enter, "ip", ...argv]);
  await run(["ip", "netns", "add", NAME]);
  await run(["ip", "link", "add", OUTSIDE.device, "type", "veth", "peer", "name", INSIDE.device, "netns", NAME]);
  await run(["ip", "address", "add", `${OUTSIDE.address}/30`, "dev", OUTSIDE.device]);
  await run(["ip", "link", "set", OUTSIDE.device, "up"]);
  await inside("link", "set", "lo", "up");
  await inside("address", "add", `${INSIDE.address}/30`, "dev", INSIDE.device);
  await inside("link", "set", INSIDE.device, "up");
  await inside("route", "add", "default", "via", OUTSIDE.address);
  await run(["sysctl", "--quiet", "--write", "net.ipv4.ip_forward=1"]);
  for (const [table = "", chain = "", ...rule] of RULES) await run(["iptables", "-t", table, "-I", chain, ...rule]);
  return { enter, remove: removeNetwork };
}

/** Also takes away what a killed run left. */
async function removeNetwork(): Promise<void> {
  for (const [table = "", chain = "", ...rule] of RULES) {
    await run(["iptables", "-t", table, "-D", chain, ...rule]).catch(() => {});
  }
  // The pair of devices goes with the namespace.
  if (existsSync(`/run/netns/${NAME}`)) await run(["ip", "netns", "delete", NAME]);
}
