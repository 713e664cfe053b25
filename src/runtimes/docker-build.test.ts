import { expect, test } from "bun:test";
import type { BuildEvent } from "../host/docker.ts";
import { declaredArgs, writeEvent } from "./docker-build.ts";

test("finds the names that a Dockerfile takes, in every way to write ARG", () => {
  const dockerfile = [
    "ARG VERSION=22",
    "FROM node:$VERSION",
    "  arg lower",
    'ARG ONE=1 TWO="a b" \\',
    "    THREE",
    "RUN echo ARG NOT_ONE",
    "# ARG COMMENT",
  ].join("\n");
  expect([...declaredArgs(dockerfile)].sort()).toEqual(["ONE", "THREE", "TWO", "VERSION", "lower"]);
});

test("the log reads as a person would tell the build", () => {
  const lines: string[] = [];
  const events: BuildEvent[] = [
    { kind: "step", name: "[build 3/5] RUN npm ci" },
    { kind: "line", stream: "out", text: "added 3 packages" },
    { kind: "line", stream: "err", text: "a warning" },
    { kind: "done", name: "[build 3/5] RUN npm ci", cached: false, durationMs: 2500 },
    { kind: "done", name: "[build 2/5] COPY source/ ./", cached: true, durationMs: 0 },
    { kind: "done", name: "exporting to image", cached: false, durationMs: 20 },
    { kind: "failed", name: "[build 4/5] RUN npm test", problem: "exit code: 1" },
  ];
  for (const event of events) writeEvent(event, (stream, text) => lines.push(`${stream}: ${text}`));
  expect(lines).toEqual([
    "out: [build 3/5] RUN npm ci",
    "out: added 3 packages",
    "err: a warning",
    "out: [build 3/5] done in 2.5s",
    "out: [build 2/5] cached",
    "err: [build 4/5] RUN npm test: exit code: 1",
  ]);
});
