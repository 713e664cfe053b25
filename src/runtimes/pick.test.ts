import { expect, test } from "bun:test";
import { pickRuntime } from "./pick.ts";
import type { Runtime } from "./runtime.ts";

const SILENT = "Docker does not answer.";

const engine = (name: Runtime["name"], problem: string | null) =>
  ({ name, problem: async () => problem }) as unknown as Runtime;

async function pick(wanted: "auto" | "docker" | "process", problem: string | null, needsDocker = false) {
  const engines = { docker: () => engine("docker", problem), process: () => engine("process", null) };
  return (await pickRuntime(wanted, needsDocker, engines)).name;
}

test("takes Docker when it answers, and processes when it does not", async () => {
  expect(await pick("auto", null)).toBe("docker");
  expect(await pick("auto", SILENT)).toBe("process");
});

test("stays with Docker while it does not answer when there are images already", async () => {
  expect(await pick("auto", SILENT, true)).toBe("docker");
});

test("takes what it is told to, whether it answers or not", async () => {
  expect(await pick("process", null, true)).toBe("process");
  expect(await pick("docker", null)).toBe("docker");
  expect(await pick("docker", SILENT)).toBe("docker");
});
