import type { LogRule } from "../rule.ts";

/** What a Dockerfile asks for that this builder refuses, and steps that failed without another word. */
export const DOCKER_STEP_RULES: readonly LogRule[] = [
  {
    id: "dockerfile-missing",
    when: ["build"],
    language: "docker",
    signal:
      /failed to read dockerfile: open (?<file>[^\s:]{1,300}): no such file|unable to evaluate symlinks in Dockerfile path: lstat (?<file>[^\s:]{1,300}): no such file|Cannot locate specified Dockerfile: (?<file>\S{1,300})/,
    certainty: 3,
    explains: ["file-missing"],
    title: "There is no {file}",
    explanation: "The build was told to use this Dockerfile, and the source does not hold it there.",
    fix: "Commit it, or correct its path and the root folder in the project's settings.",
    source: "captured",
    example:
      "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /app/Dockerfile: no such file or directory",
  },
  {
    id: "docker-outside-context",
    when: ["build"],
    language: "docker",
    signal: /forbidden path outside the build context: (?<path>\S{1,300})/,
    certainty: 3,
    title: "The Dockerfile copies {path} from outside the folder that is built",
    explanation: "A build sees only its own folder; what lies above it does not come along.",
    fix: "Build from the repository's root, name the Dockerfile's path in the settings, and write COPY paths from the root.",
    source: "captured",
    example: "COPY failed: forbidden path outside the build context: ../shared ()",
  },
  {
    id: "docker-reference-invalid",
    when: ["build", "runtime"],
    language: "docker",
    signal: /invalid reference format/,
    certainty: 3,
    title: "The name of an image is not one",
    explanation: "It has a capital letter, a space or an empty tag; often a variable in FROM was not given.",
    fix: "Write it like node:22-slim. For FROM image:$TAG declare ARG TAG=22 before it.",
    source: "captured",
    example: "invalid reference format",
  },
  {
    id: "docker-needs-buildkit",
    when: ["build"],
    language: "docker",
    signal: /the --(?<option>mount|chmod|link|security|network) option requires BuildKit/,
    certainty: 3,
    title: "The Dockerfile uses --{option}, which the old builder does not know",
    explanation: "BuildKit, which knows it, is switched off.",
    fix: "Take DOCKER_BUILDKIT=0 out of the environment, or upgrade Docker.",
    source: "captured",
    example:
      "the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled",
  },
  {
    id: "debian-release-gone",
    when: ["build"],
    language: "docker",
    signal:
      /E: The repository '(?<repository>[^'\n]{1,200})' (?:does not have a Release file|no longer has a Release file)|E: Failed to fetch (?<repository>\S{1,200}\/dists\/[\w-]{1,60})\/\S{1,200} {1,4}404 {1,4}Not Found/,
    certainty: 3,
    title: "The Debian or Ubuntu of the base image is no longer served",
    explanation: "{repository} is gone: releases move to an archive some years after they came.",
    fix: "Choose a newer base image, for example one that ends in -bookworm or -trixie instead of -buster.",
    source: "captured",
    example: "E: The repository 'http://127.0.0.1:18525/debian buster Release' does not have a Release file.",
  },
  {
    id: "docker-step-failed",
    when: ["build"],
    language: "docker",
    signal:
      /process "(?<step>[^\n]{1,300}?)" did not complete successfully: exit code: (?<code>\d{1,3})|The command '(?<step>[^\n]{1,300}?)' returned a non-zero code: (?<code>\d{1,3})/,
    certainty: 0,
    title: "A step of the Dockerfile failed: {step}",
    explanation: "It ended with the code {code}. What it printed before stands above that line.",
    fix: "Read those lines; run docker build on your computer to see the step alone.",
    source: "captured",
    example: "The command '/bin/sh -c false' returned a non-zero code: 1",
  },
];
