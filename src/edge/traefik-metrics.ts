import type { Traffic } from "./edge.ts";

/** Lines such as `traefik_service_requests_total{code="200",…,service="owner.release.hostname@file"} 9`. */
const REQUESTS = /^traefik_service_requests_total\{([^}]*)\} ([\d.e+]+)$/gm;

export async function readTraffic(apiPort: number, owner: string): Promise<Record<string, Traffic>> {
  const response = await fetch(`http://127.0.0.1:${apiPort}/metrics`, {
    signal: AbortSignal.timeout(2000),
    proxy: false,
  });
  return trafficIn(await response.text(), owner);
}

/** The requests to one owner's services in Traefik's metrics. Traefik counts a request when it has ended. */
export function trafficIn(metrics: string, owner: string): Record<string, Traffic> {
  const releases: Record<string, Traffic> = {};
  for (const [, labels = "", value] of metrics.matchAll(REQUESTS)) {
    const [ownedBy, release = ""] = labelOf(labels, "service").split(".");
    // An underscore stands before what is no release: waiting and maintenance.
    if (ownedBy !== owner || release.startsWith("_")) continue;
    const { requests, errors } = releases[release] ?? { requests: 0, errors: 0 };
    const failed = Number(labelOf(labels, "code")) >= 500 ? Number(value) : 0;
    releases[release] = { requests: requests + Number(value), errors: errors + failed, open: null };
  }
  return releases;
}

function labelOf(labels: string, name: string): string {
  return new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
}

/** Both together. How many are open is known only where everything goes through one of them. */
export function addTraffic(a: Record<string, Traffic>, b: Record<string, Traffic>): Record<string, Traffic> {
  const sum = (release: string): Traffic => ({
    requests: (a[release]?.requests ?? 0) + (b[release]?.requests ?? 0),
    errors: (a[release]?.errors ?? 0) + (b[release]?.errors ?? 0),
    open: null,
  });
  const releases = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...releases].map((release) => [release, sum(release)]));
}
