import { describe, expect, test } from "bun:test";
import { DEFAULT_SETTINGS, type EnvironmentSettings } from "../projects/environment-settings.ts";
import { readSettings, shownSettings } from "./settings-form.ts";

const guarded: EnvironmentSettings = {
  ...DEFAULT_SETTINGS,
  gate: { kind: "password", users: [{ name: "mira", hash: "#" }] },
};
const namesIn = ({ gate }: EnvironmentSettings) => (gate.kind === "password" ? gate.users.map(({ name }) => name) : []);

describe("a password", () => {
  test("is kept as a bcrypt hash, and never shown", async () => {
    const typed = { gate: "password", userName: "ada", userPassword: "open sesame" };
    const settings = await readSettings(DEFAULT_SETTINGS, typed);
    const { gate } = settings;
    const hash = gate.kind === "password" ? (gate.users[0]?.hash ?? "") : "";
    expect([hash.slice(0, 4), await Bun.password.verify("open sesame", hash)]).toEqual(["$2b$", true]);
    expect(JSON.stringify(shownSettings(settings))).not.toContain("$2b$");
  });

  test("of somebody else comes beside those that are there, until they are removed", async () => {
    const both = await readSettings(guarded, { userName: "ada", userPassword: "1234" });
    expect(namesIn(both)).toEqual(["mira", "ada"]);
    expect(namesIn(await readSettings(both, { remove: "mira" }))).toEqual(["ada"]);
  });

  test.each([
    ["userName", { gate: "password" }],
    ["userName", { gate: "password", userName: "a:b", userPassword: "1234" }],
    ["userPassword", { gate: "password", userName: "ada", userPassword: "123" }],
    ["userPassword", { gate: "password", userName: "ada", userPassword: "x".repeat(73) }],
    ["gate", { gate: "closed" }],
    ["sleepAfter", { sleepAfter: "soon" }],
  ])("or another field that cannot be is refused at %s", async (field, typed) => {
    expect(await readSettings(DEFAULT_SETTINGS, typed).catch((error) => error.field)).toBe(field);
  });
});

test("what nobody sent stays, minutes and percent are read, and empty is never", async () => {
  const settings = await readSettings(guarded, { most: "3", cpuGoal: 55, sleepAfter: "30" });
  expect(settings).toMatchObject({ replicas: { fewest: 1, most: 3, cpuShare: 0.55 }, sleepAfterMs: 1_800_000 });
  expect(namesIn(settings)).toEqual(["mira"]);
  expect((await readSettings(settings, { sleepAfter: "" })).sleepAfterMs).toBeNull();
  const goals = await readSettings(settings, { memoryGoal: "80", requestGoal: 50 });
  expect(goals.replicas).toMatchObject({ cpuShare: 0.55, memoryShare: 0.8, requestRate: 50 });
  const without = await readSettings(goals, { memoryGoal: "", requestGoal: null });
  expect(without.replicas).toMatchObject({ cpuShare: 0.55, memoryShare: null, requestRate: null });
});
