import { expect, test } from "bun:test";
import { buildCpusOf, describeConfig, readConfig } from "./config.ts";

test("an empty environment gives the documented defaults", () => {
  const config = readConfig({});
  expect(config.port).toBe(8080);
  expect(config.baseDomain).toBe("localhost");
  expect(config.docker).toBe("/var/run/docker.sock");
  expect(config.limits.uploadBytes).toBe(1_000_000_000);
  expect(config.limits.buildTimeoutMs).toBe(1_800_000);
});

test("the environment wins over autostack.toml, which wins over the default", () => {
  const toml = 'port = 9000\nbase_domain = "apps.example.com"\n';
  expect(readConfig({}, toml).port).toBe(9000);
  expect(readConfig({ AUTOSTACK_PORT: "9001" }, toml).port).toBe(9001);
  expect(readConfig({ AUTOSTACK_PORT: "9001" }, toml).baseDomain).toBe("apps.example.com");
});

test("`none` as base domain gives each project a port of its own", () => {
  const config = readConfig({ AUTOSTACK_BASE_DOMAIN: "none", AUTOSTACK_APP_PORTS: "3000-3003" });
  expect(config.baseDomain).toBeNull();
  expect(config.appPorts).toEqual({ first: 3000, last: 3003 });
});

const WRONG: [variable: string, value: string, says: string][] = [
  ["AUTOSTACK_PORT", "70000", "a whole number from 1 to 65535"],
  ["AUTOSTACK_PORT", "80a", "a whole number"],
  ["AUTOSTACK_RUNTIME", "podman", "one of auto, docker, process"],
  ["AUTOSTACK_BASE_DOMAIN", "*.example.com", "a domain such as"],
  ["AUTOSTACK_UPLOAD_LIMIT", "lots", "a size such as"],
  ["AUTOSTACK_APP_PORTS", "3003-3000", "a range of ports"],
  ["AUTOSTACK_BUILD_CPUS", "0", "a number from 0.1"],
  ["AUTOSTACK_URL", "https://x.test/path", "without a path"],
];

for (const [variable, value, says] of WRONG) {
  test(`${variable}=${value} stops the start with a sentence`, () => {
    expect(() => readConfig({ [variable]: value })).toThrow(`${variable} is "${value}", but it must`);
    expect(() => readConfig({ [variable]: value })).toThrow(says);
  });
}

test("a wrong value in autostack.toml is named as such", () => {
  expect(() => readConfig({}, "port = 0")).toThrow("port in autostack.toml");
  expect(() => readConfig({}, "port = = 1")).toThrow("autostack.toml cannot be read");
});

test("every setting can be shown in words", () => {
  const shown = Object.fromEntries(describeConfig(readConfig({})));
  expect(shown.AUTOSTACK_UPLOAD_LIMIT).toBe("1.0 GB");
  expect(shown.AUTOSTACK_HEALTH_TIMEOUT).toBe("60 s");
  expect(shown.AUTOSTACK_APP_PORTS).toBe("3000-3003");
});

test("builds leave the apps one whole core, or a quarter of the only one", () => {
  expect([1, 2, 3, 4, 8].map(buildCpusOf)).toEqual([0.75, 1, 2, 3, 7]);
});

test("what builds may use is set in three lines", () => {
  const env = { AUTOSTACK_BUILD_MEMORY: "1.5GB", AUTOSTACK_BUILD_CPUS: "1.5", AUTOSTACK_BUILD_PIDS: "500" };
  const config = readConfig(env);
  expect(config.limits.build).toEqual({ memoryBytes: 1_500_000_000, cpus: 1.5, pids: 500 });
  expect(describeConfig(config)).toContainEqual(["AUTOSTACK_BUILD_MEMORY", "1.5 GB"]);
});
