import { beforeEach, expect, test } from "bun:test";
import { WaitingRoom } from "./waiting-room.ts";

let now: number;
let served: boolean;
let told: string[];
let room: WaitingRoom;
const nobodyLeaves = new AbortController().signal;

beforeEach(() => {
  [now, served, told] = [1_000_000, false, []];
  room = new WaitingRoom(() => now, { most: 2, longestMs: 60_000 });
  room.whenWaiting((owner) => told.push(owner));
});

const wait = (owner = "env-1", signal = nobodyLeaves) => room.wait(owner, () => served, signal);

test("requests go on when something serves them, and not before", async () => {
  const waits = [wait(), wait()];
  room.look("env-1");
  expect(room.count("env-1")).toBe(2);
  served = true;
  room.look("env-2");
  expect(room.count("env-1")).toBe(2);
  room.look("env-1");
  expect(await Promise.all(waits)).toEqual(["served", "served"]);
  expect(room.count("env-1")).toBe(0);
});

test("the first that waits tells of it once; one that comes much later tells again", () => {
  void wait();
  void wait();
  void wait("env-2");
  expect(told).toEqual(["env-1", "env-2"]);
  room = new WaitingRoom(() => now);
  room.whenWaiting((owner) => told.push(owner));
  void wait();
  now += 14_000;
  void wait();
  expect(told).toHaveLength(3);
  now += 1000;
  void wait();
  expect(told).toHaveLength(4);
});

test("more than fit are turned away at once, and each owner has room of its own", async () => {
  void wait();
  void wait();
  expect(await wait()).toBe("full");
  void wait("env-2");
  expect(room.count("env-2")).toBe(1);
});

test("nobody waits longer than the limit", async () => {
  room = new WaitingRoom(() => now, { most: 2, longestMs: 5 });
  expect(await wait()).toBe("late");
  expect(room.count("env-1")).toBe(0);
});

test("who leaves makes room", async () => {
  const visitor = new AbortController();
  const left = wait("env-1", visitor.signal);
  void wait();
  visitor.abort();
  expect(await left).toBe("left");
  expect(room.count("env-1")).toBe(1);
  expect(await wait("env-1", visitor.signal)).toBe("left");
});

test("closing sends everybody on", async () => {
  const waits = [wait(), wait("env-2")];
  room.close();
  expect(await Promise.all(waits)).toEqual(["closed", "closed"]);
});
