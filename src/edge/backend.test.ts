import { expect, test } from "bun:test";
import { byWeight, pickBackend, Turns } from "./backend.ts";
import type { Backend, ServerTarget, Target } from "./route.ts";

const server = (port: number): Target => ({ kind: "server", address: "127.0.0.1", port });
const backend = (release: string, weight: number): Backend => ({ release, weight, targets: [server(4000)] });
const both = [backend("old", 3), backend("new", 1)];

test("a share of the weights is a share of the visitors", () => {
  expect([0, 0.5, 0.74].map((chance) => byWeight(both, chance)?.release)).toEqual(["old", "old", "old"]);
  expect([0.75, 0.999].map((chance) => byWeight(both, chance)?.release)).toEqual(["new", "new"]);
  const draining = [backend("old", 0), backend("new", 1)];
  expect([0, 0.999].map((chance) => byWeight(draining, chance)?.release)).toEqual(["new", "new"]);
});

test("a visitor stays with the release of the cookie, also when it gets no new visitors", () => {
  const draining = [backend("old", 0), backend("new", 1)];
  expect(pickBackend(draining, "a=1; autostack_release=old; b=2")?.release).toBe("old");
  expect(pickBackend(draining, "autostack_release=gone")?.release).toBe("new");
  expect(pickBackend(draining, "not_autostack_release=old")?.release).toBe("new");
  expect(pickBackend([backend("only", 1)], "autostack_release=old")?.release).toBe("only");
  expect(pickBackend([], null)).toBeUndefined();
});

test("replicas take turns", () => {
  const turns = new Turns();
  const targets = [server(1), server(2), server(3)];
  const all = () => true;
  const taken = Array.from({ length: 4 }, () => turns.of(targets, all));
  expect(taken).toEqual([server(1), server(2), server(3), server(1)]);
  expect(turns.of([], all)).toBeUndefined();
});

test("replicas that are not well get no turn, unless none is well", () => {
  const turns = new Turns();
  const targets = [server(1), server(2), server(3)];
  const take = (isWell: (target: ServerTarget) => boolean) =>
    new Set(Array.from({ length: 6 }, () => turns.of(targets, isWell)));
  expect(take(({ port }) => port !== 2)).toEqual(new Set([server(1), server(3)]));
  expect(take(() => false)).toEqual(new Set(targets));
});
