import { expect, test } from "bun:test";
import { differences, type InForce, serversDown } from "./traefik-api.ts";
import type { HttpConfig } from "./traefik-config.ts";

const [router, service, url] = ["env-1.a.localhost", "env-1.r1.a.localhost", "http://127.0.0.1:4000"];
const rule = "Host(`a.localhost`)";
const wanted: HttpConfig = {
  routers: { [router]: { rule, entryPoints: ["web"], service } },
  services: { [service]: { loadBalancer: { servers: [{ url }], passHostHeader: true } } },
  middlewares: {},
};

const NOTHING: InForce = { routers: [], services: [], middlewares: [] };

function inForce(change: { router?: object; service?: object } = {}): InForce {
  return {
    routers: [{ name: `${router}@file`, rule, service, status: "enabled", ...change.router }],
    services: [{ name: `${service}@file`, status: "enabled", loadBalancer: { servers: [{ url }] }, ...change.service }],
    middlewares: [],
  };
}

test("nothing differs when routers, services and gates are as wanted", () => {
  expect(differences(wanted, inForce())).toEqual([]);
  expect(differences({ routers: {}, services: {}, middlewares: {} }, NOTHING)).toEqual([]);
});

test("shares and gates are compared too", () => {
  const services = [{ name: "env-1.r1.a.localhost", weight: 9 }];
  const shared: HttpConfig = {
    routers: { [router]: { rule, entryPoints: ["web"], service: router, middlewares: ["env-1.gate"] } },
    services: { [router]: { weighted: { services, sticky: {} } } },
    middlewares: { "env-1.gate": { basicAuth: { users: [], realm: "", removeHeader: true } } },
  };
  const state: InForce = {
    routers: [{ name: `${router}@file`, rule, service: router, status: "enabled", middlewares: ["env-1.gate@file"] }],
    services: [{ name: `${router}@file`, status: "enabled", weighted: { services } }],
    middlewares: [{ name: "env-1.gate@file", status: "enabled" }],
  };
  expect(differences(shared, state)).toEqual([]);
  const other = [
    { name: `${router}@file`, status: "enabled", weighted: { services: [{ ...services[0], weight: 1 }] } },
  ];
  expect(differences(shared, { ...state, services: other as never }).join()).toContain("(1), not to");
  expect(differences(shared, { ...state, middlewares: [] })).toEqual(["It has no gate env-1.gate."]);
  expect(differences({ ...wanted, services: shared.services }, state).join()).toContain(
    "leads to env-1.a.localhost, not",
  );
});

test("servers that were asked and are not well are known by their addresses", () => {
  const loadBalancer = { servers: [{ url }], healthCheck: { path: "/up" } };
  const asked = { name: "env-1.r1._well.a@file", status: "enabled", loadBalancer };
  const services = [
    { ...asked, serverStatus: { "http://172.18.0.2:3000": "DOWN", "http://172.18.0.3:3000": "UP" } },
    { ...asked, serverStatus: { "http://172.18.0.2:3000": "DOWN" } },
    { name: "env-1.r1.a@file", status: "enabled", serverStatus: { "http://172.18.0.4:3000": "DOWN" } },
  ];
  expect(serversDown({ services })).toEqual(["172.18.0.2:3000"]);
  expect(serversDown(NOTHING)).toEqual([]);
});

test("checks of replicas and what is asked when none is well are compared too", () => {
  const servers = [{ url }];
  const healthCheck = { path: "/up", interval: "2000ms", timeout: "3000ms", followRedirects: false } as const;
  const checked: HttpConfig = {
    ...wanted,
    services: {
      [service]: { failover: { service: "env-1.well", fallback: "env-1.all" } },
      "env-1.well": { loadBalancer: { servers, passHostHeader: true, healthCheck } },
    },
  };
  const has = (path: string, fallback: string): InForce => ({
    ...inForce(),
    services: [
      { name: `${service}@file`, status: "enabled", failover: { service: "env-1.well", fallback } },
      { name: "env-1.well@file", status: "enabled", loadBalancer: { servers, healthCheck: { path } } },
    ],
  });
  expect(differences(checked, has("/up", "env-1.all"))).toEqual([]);
  expect(differences(checked, has("/", "env-1.all")).join()).toContain("asked for /, not to");
  expect(differences(checked, has("/up", "env-1.r1")).join()).toContain("else env-1.r1, not to");
});

test.each([
  ["no state at all", NOTHING, "It has no router for Host(`a.localhost`)."],
  ["another rule", inForce({ router: { rule: "Host(`b.localhost`)" } }), "It has no router for Host(`a.localhost`)."],
  [
    "the old server",
    inForce({ service: { loadBalancer: { servers: [{ url: "http://127.0.0.1:3999" }] } } }),
    "leads to http://127.0.0.1:3999, not to",
  ],
  [
    "two servers",
    inForce({
      service: { loadBalancer: { servers: [{ url: "http://127.0.0.1:4000" }, { url: "http://127.0.0.1:1" }] } },
    }),
    "leads to http://127.0.0.1:4000, http://127.0.0.1:1, not to",
  ],
  ["a service without servers", inForce({ service: { loadBalancer: {} } }), "leads to nothing, not to"],
  [
    "a router with an error",
    inForce({ router: { status: "disabled", error: ["bad rule"] } }),
    "is disabled: bad rule.",
  ],
  [
    "a service with an error",
    inForce({ service: { status: "warning" } }),
    "Its service env-1.r1.a.localhost is warning.",
  ],
])("%s is told", (_what, state, sentence) => {
  expect(differences(wanted, state).join(" ")).toContain(sentence);
});

test("another service and a gate that should not be are told", () => {
  expect(differences(wanted, inForce({ router: { service: "env-1.r0.a.localhost" } })).join()).toContain(
    "leads to env-1.r0",
  );
  expect(differences(wanted, inForce({ router: { middlewares: ["x@file"] } })).join()).toContain("another gate");
});

test("what should be gone and is not is told", () => {
  expect(differences({ routers: {}, services: {}, middlewares: {} }, inForce())).toEqual([
    "It still has env-1.a.localhost@file.",
    "It still has env-1.r1.a.localhost@file.",
  ]);
});
