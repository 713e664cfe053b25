import type { ProvedCauses } from "../../src/deployments/diagnosis.ts";
import { NOW } from "./made-up-code.ts";

type Say = (text: string) => string;

/** Why a made-up deployment failed, and why what it serves crashed. */
export function causes(say: Say, of: ProvedCauses["of"]): ProvedCauses {
  const found = of === "failure" ? [loopback(say), redis(say)] : [redis(say)];
  return { of, at: NOW - 600_000, findings: found };
}

/** Why a made-up build broke off. */
export function buildCauses(say: Say): ProvedCauses {
  const missing = {
    rule: "js-unresolved-import",
    title: say("`leaflet` is imported but is not among the dependencies"),
    explanation: say("The build installs what package.json names; what only your own machine has is not there."),
    fix: say("Run `npm install leaflet`, commit package.json and the lockfile, and deploy again."),
    evidence: [
      {
        line: 14,
        text: say(
          '[vite]: Rollup failed to resolve import "leaflet" from "/app/src/map.ts". This is most likely unintended because it can break your application at runtime.',
        ),
      },
    ],
  };
  return { of: "failure", at: NOW - 600_000, findings: [missing] };
}

const loopback = (say: Say) => ({
  rule: "listens-on-loopback",
  title: say("The program listens on 127.0.0.1, where only itself can reach it"),
  explanation: say("Inside a container, 127.0.0.1 is the container alone; the proxy comes from outside."),
  fix: say("Listen on 0.0.0.0, for example `--host 0.0.0.0`."),
  evidence: [{ line: 15, text: say("Listening on 127.0.0.1:3000") }],
});

const redis = (say: Say) => ({
  rule: "redis-refused",
  title: say("Redis could not be reached"),
  explanation: say("No Redis answers at the address that the program uses; localhost is the program's own container."),
  fix: say("Add a Redis and set REDIS_URL to its address."),
  evidence: [
    { line: 16, text: say("[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379") },
    { line: 17, text: say("    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)") },
  ],
});
