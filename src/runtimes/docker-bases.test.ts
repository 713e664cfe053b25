import { expect, test } from "bun:test";
import type { Docker } from "../host/docker.ts";
import { completePlan } from "../plans/detector.ts";
import { baseInStep, localBases, pinned } from "./docker-bases.ts";
import { imageRecipe } from "./docker-build.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const OTHER = `sha256:${"b".repeat(64)}`;

test("a step tells the digest of the image that it begins with", () => {
  expect(baseInStep(`[build 1/5] FROM docker.io/library/node:22-slim@${DIGEST}`)).toEqual({ "node:22-slim": DIGEST });
  expect(baseInStep(`[stage-1 1/4] FROM docker.io/oven/bun:1-slim@${DIGEST}`)).toEqual({ "oven/bun:1-slim": DIGEST });
  expect(baseInStep(`[1/2] FROM ghcr.io/a/b:c@${DIGEST}`)).toEqual({ "ghcr.io/a/b:c": DIGEST });
});

test("steps that name no digest, or only print one, tell nothing", () => {
  for (const step of ["[build 1/5] FROM docker.io/library/node:22-slim", `[2/3] RUN echo FROM x@${DIGEST}`]) {
    expect(baseInStep(step)).toEqual({});
  }
});

test("an image that was on the machine already is looked up there, once, and never the empty one", async () => {
  const asked: string[] = [];
  const image = async (name: string) => {
    asked.push(name);
    return name === "node:22-slim" ? { RepoDigests: [`node@${DIGEST}`] } : null;
  };
  const recipe =
    "FROM node:22-slim AS build\nRUN x\nFROM node:22-slim\nFROM debian:12\nFROM go:1\nFROM scratch AS site\n";
  const bases = await localBases({ image } as unknown as Docker, recipe, { "go:1": OTHER });
  expect(bases).toEqual({ "go:1": OTHER, "node:22-slim": DIGEST });
  expect(asked).toEqual(["node:22-slim", "debian:12"]);
});

test("the recipe of what was built names its bases by tag and digest, and nothing else changes", () => {
  const recipe = "FROM node:22-slim AS build\nRUN echo FROM node:22-slim\n\nFROM debian:12\n";
  expect(pinned(recipe, { "node:22-slim": DIGEST })).toBe(
    `FROM node:22-slim@${DIGEST} AS build\nRUN echo FROM node:22-slim\n\nFROM debian:12\n`,
  );
});

test("a project's own Dockerfile is named with what it stood on", () => {
  const runtime = { name: "docker", version: "", from: "Dockerfile" };
  const plan = completePlan(".", { kind: "server", language: "docker", runtime, dockerfile: "Dockerfile" });
  expect(imageRecipe(plan, "p1", { "go:1": OTHER })).toBe(
    `# The project's own Dockerfile is built.\n#   go:1@${OTHER}\n`,
  );
});
