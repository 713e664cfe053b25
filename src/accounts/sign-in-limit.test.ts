import { expect, test } from "bun:test";
import { memoryDatabase } from "#test/support/database.ts";
import { AttemptStore } from "./attempt-store.ts";
import { SIGN_IN_WINDOW_MS, SignInLimit } from "./sign-in-limit.ts";

function limitAt(clock: { now: number }) {
  return new SignInLimit(new AttemptStore(memoryDatabase()), () => clock.now);
}

test("an account is protected from many addresses together", () => {
  const limit = limitAt({ now: 0 });
  for (let index = 0; index < 10; index++) limit.begin("ada@example.com", `10.0.0.${index}`);
  expect(() => limit.begin(" Ada@Example.com", "10.0.1.1")).toThrow("too many attempts");
  expect(() => limit.begin("ben@example.com", "10.0.1.1")).not.toThrow();
});

test("a success forgets the account's failures", () => {
  const limit = limitAt({ now: 0 });
  for (let index = 0; index < 9; index++) limit.begin("ada@example.com", `10.0.0.${index}`);
  limit.begin("ada@example.com", "10.0.0.9")();
  for (let index = 0; index < 10; index++) limit.begin("ada@example.com", `10.0.0.${index}`);
  expect(() => limit.begin("ada@example.com", "10.0.0.1")).toThrow();
});

test("a whole /64 of IPv6 counts as one address, and its neighbour does not", () => {
  const limit = limitAt({ now: 0 });
  const spellings = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8::1:0:0:0:3"];
  for (let index = 0; index < 30; index++) limit.begin(`u${index}@example.com`, spellings[index % 3] ?? "");
  expect(() => limit.begin("next@example.com", "2001:db8:0:1:abcd::9")).toThrow();
  expect(() => limit.begin("next@example.com", "2001:db8:0:2::1")).not.toThrow();
});

test("it says how long to wait, and means it", () => {
  const clock = { now: 1000 };
  const limit = limitAt(clock);
  for (let index = 0; index < 10; index++) {
    limit.begin("ada@example.com", `10.0.0.${index}`);
    clock.now += 1000;
  }
  clock.now = SIGN_IN_WINDOW_MS;
  expect(() => limit.begin("ada@example.com", "10.0.0.1")).toThrow(
    expect.objectContaining({ status: 429, retryAfterSeconds: 1 }),
  );
  clock.now += 1000;
  expect(() => limit.begin("ada@example.com", "10.0.0.1")).not.toThrow();
});
