import { describe, expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { completePlan } from "./detector.ts";
import { applyEdits, checkEdits, cleanPath } from "./edits.ts";
import type { PlanEdits } from "./plan.ts";

const plan = completePlan(".", {
  kind: "server",
  language: "javascript",
  runtime: { name: "node", version: "22", from: "default" },
  install: "npm ci",
  manifests: ["package.json", "package-lock.json"],
  build: "npm run build",
  start: "node server.js",
  port: 3000,
  health: "/",
});

describe("edits", () => {
  test("leave alone what a person left alone", () => {
    expect(applyEdits(plan, {})).toEqual(plan);
    expect(applyEdits(plan, { port: 8080 })).toEqual({ ...plan, port: 8080 });
  });

  test("switch a command off with null or an empty text", () => {
    expect(applyEdits(plan, { build: null }).build).toBeNull();
    expect(applyEdits(plan, { build: "  " }).build).toBeNull();
    expect(applyEdits(plan, { hooks: { beforeSwitch: "" } }).hooks.beforeSwitch).toBeNull();
  });

  test("another install may read any file, so no manifest stands for it", () => {
    expect(applyEdits(plan, { install: "make deps" })).toMatchObject({ install: "make deps", manifests: [] });
  });

  test("a site is no choice for what a Dockerfile builds, unless it is left out", () => {
    const own = { ...plan, dockerfile: "Dockerfile" };
    expect(applyEdits(own, { kind: "static" })).toMatchObject({ kind: "server", port: 3000 });
    expect(applyEdits(own, { kind: "static", useDockerfile: false })).toMatchObject({ kind: "static", output: "." });
  });

  test("a version comes from the settings then", () => {
    expect(applyEdits(plan, { runtimeVersion: "24" }).runtime).toEqual({
      name: "node",
      version: "24",
      from: "settings",
    });
  });

  test("a static app has neither start nor port, a worker no port", () => {
    expect(applyEdits(plan, { kind: "static", output: "dist/" })).toMatchObject({
      ...{ kind: "static", output: "dist", start: null, port: null, health: null },
    });
    expect(applyEdits(plan, { kind: "worker" })).toMatchObject({ start: "node server.js", port: null, health: null });
  });

  test("a server always has a port and a health path", () => {
    const worker = applyEdits(plan, { kind: "worker" });
    expect(applyEdits(worker, { kind: "server" })).toMatchObject({ port: 3000, health: "/" });
    expect(applyEdits(plan, { port: null, health: "" })).toMatchObject({ port: 3000, health: "/" });
  });

  test("do not change the plan that they were applied to", () => {
    const before = structuredClone(plan);
    applyEdits(plan, { start: "x", hooks: { afterBuild: "y" }, runtimeVersion: "20" });
    expect(plan).toEqual(before);
  });
});

describe("refused, with the field's name", () => {
  const cases: [string, PlanEdits][] = [
    ["port", { port: 0 }],
    ["port", { port: 65_536 }],
    ["port", { port: 80.5 }],
    ["port", { port: Number.NaN }],
    ["path", { path: "../other" }],
    ["path", { path: "apps/../../etc" }],
    ["path", { path: "/etc" }],
    ["path", { path: "a\u0000b" }],
    ["path", { path: "apps\\web" }],
    ["output", { output: "../../site" }],
    ["health", { health: "health" }],
    ["health", { health: "//elsewhere.example" }],
    ["health", { health: "/a b" }],
    ["health", { health: "/a\r\nHost: x" }],
    ["start", { start: "node a.js\nUSER root" }],
    ["install", { install: "x".repeat(2_001) }],
    ["build", { build: "npm run build \\" }],
    ["beforeSwitch", { hooks: { beforeSwitch: "a\u001bb" } }],
    ["runtimeVersion", { runtimeVersion: "22; FROM evil" }],
    ["kind", { kind: "cron" as "worker" }],
  ];
  for (const [field, edits] of cases) {
    test(JSON.stringify(edits).slice(0, 60), () => {
      const refusal = expect.objectContaining({ field, status: 422 });
      expect(() => checkEdits(edits)).toThrow(AppError);
      expect(() => checkEdits(edits)).toThrow(refusal);
    });
  }
});

test("accepted as they are", () => {
  const edits: PlanEdits = { path: "apps/web..old", start: "sh -c 'a && b' | c", health: "/up?deep=1", port: 65_535 };
  expect(() => checkEdits({ ...edits, runtimeVersion: "3.11", output: ".", hooks: { afterBuild: "x" } })).not.toThrow();
});

test("one folder has one name", () => {
  expect(["", ".", "./", "apps/web", "./apps//web/"].map(cleanPath)).toEqual([".", ".", ".", "apps/web", "apps/web"]);
});

test("another build that leaves its program elsewhere sends everything along, one that does not changes nothing", () => {
  const plan = completePlan(".", {
    ...{ kind: "server", language: "go", runtime: { name: "go", version: "1.26", from: "default" } },
    ...{ build: "go build -o bin/app .", ship: ["bin/app", "templates"], start: "./bin/app" },
  });
  expect(applyEdits(plan, { build: "go build -tags x -o bin/app ." }).ship).toEqual(["bin/app", "templates"]);
  expect(applyEdits(plan, { build: "go build -o app", start: "./app" }).ship).toEqual([]);
});
