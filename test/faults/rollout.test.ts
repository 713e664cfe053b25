import { expect, test } from "bun:test";
import { type Change, cutLines, measureRollouts, SHORT } from "../../bench/rollout.ts";

const MINUTES_MS = 240_000;

test(
  "deployments, restarts, other variables, rollbacks and other numbers of replicas under load lose no request and cut no line, where a naive swap does",
  async () => {
    const changes: Change[] = await Array.fromAsync(measureRollouts({ ...SHORT, deployments: 3, others: 1 }));
    const swap = changes.pop();
    for (const { name, traffic } of changes) {
      expect({ name, losses: traffic.losses, cut: cutLines(traffic) }).toEqual({ name, losses: [], cut: [] });
      expect(traffic.requests).toBeGreaterThan(100);
      expect(Math.min(traffic.events.messages, traffic.socket.messages)).toBeGreaterThan(5);
    }
    expect(changes.map(({ name }) => name)).toEqual(["deploy", "restart", "variable", "rollback", "scale"]);
    expect(swap?.traffic.lost).toBeGreaterThan(0);
    expect(swap && cutLines(swap.traffic).length).toBeGreaterThan(0);
  },
  MINUTES_MS,
);
