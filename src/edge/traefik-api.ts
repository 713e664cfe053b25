import type { NamedRoute } from "./traefik-config.ts";

type ApiRouter = { name: string; rule: string; status: string; error?: string[] };
type ApiService = { name: string; status: string; error?: string[]; loadBalancer?: { servers?: { url?: string }[] } };

/** What Traefik itself says is in force for one owner. */
export type InForce = { routers: ApiRouter[]; services: ApiService[] };

export async function isAnswering(apiPort: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${apiPort}/ping`, {
      signal: AbortSignal.timeout(1000),
      proxy: false,
    });
    return response.ok;
  } catch {
    return false;
  }
}

export async function readInForce(apiPort: number, owner: string): Promise<InForce> {
  // Names are `<owner>.<hostname>@file`, and no owner holds a dot: the search finds this owner's, the filter nobody else's.
  const list = async <Item extends { name: string }>(kind: "routers" | "services"): Promise<Item[]> => {
    const url = `http://127.0.0.1:${apiPort}/api/http/${kind}?search=${owner}.&per_page=10000`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), proxy: false });
    const items = response.ok ? ((await response.json()) as Item[]) : [];
    return items.filter(({ name }) => name.startsWith(`${owner}.`) && name.endsWith("@file"));
  };
  const [routers, services] = await Promise.all([list<ApiRouter>("routers"), list<ApiService>("services")]);
  return { routers, services };
}

/** In what Traefik's state differs from the wanted routes, as sentences; none when they are exactly in force. */
export function differences(wanted: readonly NamedRoute[], { routers, services }: InForce): string[] {
  const names = new Set(wanted.map(({ name }) => `${name}@file`));
  const left = [...routers, ...services].filter(({ name }) => !names.has(name));
  return [
    ...wanted.flatMap((route) => routerDifference(route, routers)),
    ...wanted.flatMap((route) => serviceDifference(route, services)),
    ...left.map(({ name }) => `It still has ${name}.`),
  ];
}

function routerDifference({ name, rule }: NamedRoute, routers: readonly ApiRouter[]): string[] {
  const router = routers.find((candidate) => candidate.name === `${name}@file`);
  if (router?.rule !== rule) return [`It has no router for ${rule}.`];
  return router.status === "enabled" ? [] : [`Its router for ${rule} is ${statusOf(router)}.`];
}

function serviceDifference({ name, url }: NamedRoute, services: readonly ApiService[]): string[] {
  const service = services.find((candidate) => candidate.name === `${name}@file`);
  const urls = service?.loadBalancer?.servers?.map((server) => server.url) ?? [];
  if (!service || urls.length !== 1 || urls[0] !== url) {
    return [`${name} leads to ${urls.join(", ") || "nothing"}, not to ${url}.`];
  }
  return service.status === "enabled" ? [] : [`Its service ${name} is ${statusOf(service)}.`];
}

const statusOf = ({ status, error = [] }: { status: string; error?: string[] }) => [status, ...error].join(": ");
