import { expect, test } from "bun:test";
import { pickRuntime } from "./pick.ts";
import type { Runtime } from "./runtime.ts";

const engine = (name: Runtime["name"], problem: string | null) =>
  ({ name, problem: async () => problem }) as unknown as Runtime;

function pick(wanted: "auto" | "docker" | "process", problem: string | null) {
  return pickRuntime(wanted, { docker: () => engine("docker", problem), process: () => engine("process", null) });
}

test("takes Docker when it answers, and processes when it does not", async () => {
  expect((await pick("auto", null)).name).toBe("docker");
  expect((await pick("auto", "Docker does not answer.")).name).toBe("process");
});

test("takes what it is told to", async () => {
  expect((await pick("process", null)).name).toBe("process");
  expect((await pick("docker", null)).name).toBe("docker");
});

test("says why the engine that was asked for cannot be used", async () => {
  const failure = { code: "docker_unreachable", status: 503, summary: "Docker does not answer." };
  await expect(pick("docker", "Docker does not answer.")).rejects.toMatchObject(failure);
});
