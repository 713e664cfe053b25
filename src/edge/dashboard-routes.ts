import type { Config } from "../config.ts";
import { OPEN, type Route, type Target } from "./route.ts";

/** The owner of AutoStack's own routes. */
export const DASHBOARD = "dashboard";

/** Behind Traefik the dashboard is one more site: that of the base domain. */
export function dashboardRoutes({
  baseDomain,
  address,
  port,
}: Pick<Config, "baseDomain" | "address" | "port">): Route[] {
  if (baseDomain === null) return [];
  const reachable = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address;
  const target: Target = { kind: "server", address: reachable, port };
  return [
    { hostname: baseDomain, port: null, backends: [{ release: DASHBOARD, weight: 1, targets: [target] }], gate: OPEN },
  ];
}
