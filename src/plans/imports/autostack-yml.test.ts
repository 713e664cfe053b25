import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { scanPart } from "../choose.ts";
import type { AppPlan } from "../plan.ts";
import { treeOf } from "../source-tree.ts";
import { AUTOSTACK_SCHEMA } from "./autostack-schema.ts";
import { AUTOSTACK_KEYS } from "./autostack-yml.ts";

const NODE = { "package.json": '{"scripts":{"start":"node a.js","build":"tsc"}}', "a.js": "" };
const PAGE = { "index.html": "" };

function planned(yml: string, files: Record<string, string> = NODE): AppPlan {
  const [plan] = scanPart(treeOf({ ...files, "autostack.yml": yml }), undefined).apps;
  if (!plan) throw new Error("nothing recognised");
  return plan;
}

const ignored = ({ imports }: AppPlan) =>
  imports.filter(({ verdict }) => verdict === "ignored").map(({ name }) => name);

describe("the schema for editors", () => {
  test("names exactly what the reader knows", () => {
    expect(Object.keys(AUTOSTACK_SCHEMA.properties).sort()).toEqual([...AUTOSTACK_KEYS].sort());
  });

  test("is the file that the server hands out", async () => {
    const file = join(import.meta.dir, "../../../public/schema/autostack.schema.json");
    expect(await Bun.file(file).json()).toEqual(AUTOSTACK_SCHEMA);
  });

  test("names no command, hook or setting that the reader passes over", () => {
    const { hooks, settings } = AUTOSTACK_SCHEMA.properties;
    const lines = Object.keys(hooks.properties).map((name) => `  ${name}: echo ${name}`);
    const yml = `hooks:\n${lines.join("\n")}\nsettings:\n  switch: overlap\n  replicas: { fewest: 1, most: 2 }\n  goals: { cpuPercent: 50, memoryPercent: 60, requestsPerSecond: 70 }\n  sleepAfterMinutes: 5\n`;
    const plan = planned(yml);
    expect(ignored(plan)).toEqual([]);
    expect(Object.keys(plan.decided).sort()).toEqual(Object.keys(hooks.properties).sort());
    expect(Object.keys(settings.properties)).toEqual(["switch", "replicas", "goals", "sleepAfterMinutes"]);
    expect(plan.settings).toEqual({
      ...{ switch: "overlap", fewest: 1, most: 2, sleepAfterMs: 300_000 },
      ...{ cpuShare: 0.5, memoryShare: 0.6, requestRate: 70 },
    });
  });
});

test("a value is given to the program, a secret is asked for and never has one", () => {
  const plan = planned("variables:\n  A: 1\n  B: { secret: true, example: hunter2 }\n");
  expect(plan.values).toEqual({ A: "1" });
  expect(plan.variables).toContainEqual(expect.objectContaining({ name: "B", secret: true, example: "" }));
  expect(JSON.stringify(plan.variables)).not.toContain("hunter2");
});

test("settings that cannot be are a finding, and none of them counts", () => {
  for (const settings of [
    "replicas: { fewest: 99 }",
    "switch: never",
    "sleepAfterMinutes: 0",
    "goals: { cpuPercent: x }",
  ]) {
    const plan = planned(`settings:\n  ${settings}\n`);
    expect(plan.settings).toBeNull();
    expect(plan.findings).toContainEqual(expect.objectContaining({ id: "bad-import", file: "autostack.yml", line: 2 }));
  }
});

test("a slip of the hand is answered with the name that was meant", () => {
  const plan = planned("bulid: make\n");
  expect(plan.build).toBe("npm run build");
  expect(plan.findings).toContainEqual(
    expect.objectContaining({ id: "unknown-key", title: expect.stringContaining("Did you mean build?") }),
  );
});

test("dockerfile: false leaves the project's own Dockerfile out, unless a person chose otherwise", () => {
  const files = { ...NODE, Dockerfile: "FROM node:22\nCMD node a.js\n" };
  expect(planned("start: node a.js\n", files).dockerfile).toBe("Dockerfile");
  expect(planned("dockerfile: false\n", files)).toMatchObject({ dockerfile: null, start: "node a.js" });
});

test("rules of a site are kept for its server, of a program they are ignored", () => {
  const yml = "redirects: [/old /new 301]\nheaders: |\n  /*\n    X-Robots-Tag: noindex\n";
  expect(planned(yml, PAGE)).toMatchObject({
    redirects: ["/old /new 301"],
    headers: ["/*", "  X-Robots-Tag: noindex"],
  });
  expect(ignored(planned(yml))).toEqual(["redirects[0]", "headers"]);
});
