import type { Failover, HealthCheck, HttpConfig, Router, Server, Service, Weighted } from "./traefik-config.ts";

type Item = { name: string; status: string; error?: string[] };
type ApiRouter = Item & { rule: string; service: string; middlewares?: string[] };
type ApiService = Item & {
  loadBalancer?: { servers?: Partial<Server>[]; healthCheck?: Partial<HealthCheck> };
  weighted?: Partial<Weighted>;
  failover?: Partial<Failover>;
  /** By URL, where servers are asked whether they are well: `UP` or `DOWN`. */
  serverStatus?: Record<string, string>;
};

/** What Traefik itself says is in force for one owner. */
export type InForce = { routers: ApiRouter[]; services: ApiService[]; middlewares: Item[] };

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
  // Every name is `<owner>.…@file`, and no owner holds a dot: the search finds this owner's, the filter nobody else's.
  const list = async <Kind extends Item>(kind: keyof InForce): Promise<Kind[]> => {
    const url = `http://127.0.0.1:${apiPort}/api/http/${kind}?search=${owner}.&per_page=10000`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), proxy: false });
    const items = response.ok ? ((await response.json()) as Kind[]) : [];
    return items.filter(({ name }) => name.startsWith(`${owner}.`) && name.endsWith("@file"));
  };
  const [routers, services, middlewares] = await Promise.all([
    list<ApiRouter>("routers"),
    list<ApiService>("services"),
    list<Item>("middlewares"),
  ]);
  return { routers, services, middlewares };
}

/** Addresses of the servers that were asked and are not well. Several hostnames may lead to one. */
export function serversDown({ services }: Pick<InForce, "services">): string[] {
  const checked = services.filter(({ loadBalancer }) => loadBalancer?.healthCheck);
  const states = checked.flatMap(({ serverStatus }) => Object.entries(serverStatus ?? {}));
  return [...new Set(states.filter(([, status]) => status === "DOWN").map(([url]) => new URL(url).host))];
}

/** In what Traefik's state differs from what the file says, as sentences; none when exactly that is in force. */
export function differences(wanted: HttpConfig, { routers, services, middlewares }: InForce): string[] {
  const kinds = [wanted.routers, wanted.services, wanted.middlewares] as const;
  const names = new Set(kinds.flatMap((kind) => Object.keys(kind)).map((name) => `${name}@file`));
  const left = [...routers, ...services, ...middlewares].filter(({ name }) => !names.has(name));
  return [
    ...Object.entries(wanted.routers).flatMap(([name, router]) => routerDifference(name, router, routers)),
    ...Object.entries(wanted.services).flatMap(([name, service]) => serviceDifference(name, service, services)),
    ...Object.keys(wanted.middlewares).flatMap((name) => middlewareDifference(name, middlewares)),
    ...left.map(({ name }) => `It still has ${name}.`),
  ];
}

function routerDifference(name: string, { rule, service, middlewares = [] }: Router, routers: readonly ApiRouter[]) {
  const router = find(routers, name);
  if (router?.rule !== rule) return [`It has no router for ${rule}.`];
  if (router.service !== service) return [`Its router for ${rule} leads to ${router.service}, not to ${service}.`];
  const before = (router.middlewares ?? []).map((middleware) => middleware.replace(/@file$/, ""));
  if (!Bun.deepEquals(before, middlewares)) return [`Its router for ${rule} has another gate.`];
  return isEnabled(router) ? [] : [`Its router for ${rule} is ${statusOf(router)}.`];
}

function serviceDifference(name: string, wanted: Service, services: readonly ApiService[]): string[] {
  const service = find(services, name);
  const [is, should] = [service ? sentenceOf(service) : "nothing", sentenceOf(wanted)];
  if (!service || is !== should) return [`${name} leads to ${is}, not to ${should}.`];
  return isEnabled(service) ? [] : [`Its service ${name} is ${statusOf(service)}.`];
}

/** The middleware's name is made of what it does, so that one of this name is the right one. */
function middlewareDifference(name: string, middlewares: readonly Item[]): string[] {
  const middleware = find(middlewares, name);
  if (!middleware) return [`It has no gate ${name}.`];
  return isEnabled(middleware) ? [] : [`Its gate ${name} is ${statusOf(middleware)}.`];
}

/** Where a service leads, in words: all of it that may differ. */
function sentenceOf(service: ApiService | Service): string {
  const { loadBalancer, weighted, failover } = service as ApiService;
  const shares = weighted?.services?.map(({ name, weight }) => `${name} (${weight})`) ?? [];
  const urls = loadBalancer?.servers?.map(({ url }) => url) ?? [];
  const health = loadBalancer?.healthCheck?.path;
  const asked = health === undefined ? [] : [`asked for ${health}`];
  const either = failover ? [`${failover.service}, else ${failover.fallback}`] : [];
  return [...shares, ...urls, ...asked, ...either].join(", ") || "nothing";
}

const find = <Kind extends Item>(items: readonly Kind[], name: string) =>
  items.find((item) => item.name === `${name}@file`);

const isEnabled = ({ status }: Item) => status === "enabled";

const statusOf = ({ status, error = [] }: Item) => [status, ...error].join(": ");
