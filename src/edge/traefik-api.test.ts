import { expect, test } from "bun:test";
import { differences, type InForce } from "./traefik-api.ts";

const wanted = [{ name: "env-1.a.localhost", rule: "Host(`a.localhost`)", url: "http://127.0.0.1:4000" }];

function inForce(change: { rule?: string; url?: string; router?: object; service?: object } = {}): InForce {
  const { rule = "Host(`a.localhost`)", url = "http://127.0.0.1:4000", router, service } = change;
  const name = "env-1.a.localhost@file";
  return {
    routers: [{ name, rule, status: "enabled", ...router }],
    services: [{ name, status: "enabled", loadBalancer: { servers: [{ url }] }, ...service }],
  };
}

test("nothing differs when routers and servers are as wanted", () => {
  expect(differences(wanted, inForce())).toEqual([]);
  expect(differences([], { routers: [], services: [] })).toEqual([]);
});

test.each([
  ["no state at all", { routers: [], services: [] }, "It has no router for Host(`a.localhost`)."],
  ["another rule", inForce({ rule: "Host(`b.localhost`)" }), "It has no router for Host(`a.localhost`)."],
  ["the old server", inForce({ url: "http://127.0.0.1:3999" }), "leads to http://127.0.0.1:3999, not to"],
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
  ["a service with an error", inForce({ service: { status: "warning" } }), "Its service env-1.a.localhost is warning."],
])("%s is told", (_what, state, sentence) => {
  expect(differences(wanted, state).join(" ")).toContain(sentence);
});

test("what should be gone and is not is told", () => {
  expect(differences([], inForce())).toEqual([
    "It still has env-1.a.localhost@file.",
    "It still has env-1.a.localhost@file.",
  ]);
});
