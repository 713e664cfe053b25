import type { Config } from "../config.ts";
import type { Host } from "../host/host.ts";
import { EmbeddedEdge } from "./embedded.ts";
import { TraefikEdge } from "./traefik.ts";

/** `auto` is Traefik where its binary is found and hostnames exist to tell apps apart, else the built-in proxy. */
export function pickEdge(config: Config, host: Host, options: { keepRunning: boolean }): TraefikEdge | EmbeddedEdge {
  return wantsTraefik(config, host) ? new TraefikEdge(host, { ...config, ...options }) : new EmbeddedEdge(host, config);
}

function wantsTraefik({ edge, traefik, baseDomain }: Config, host: Host): boolean {
  if (edge !== "auto") return edge === "traefik";
  return baseDomain !== null && host.processes.which(traefik) !== null;
}
