import type { LogRule } from "../rule.ts";

/** Dockerfiles and images. */
export const DOCKER_RULES: readonly LogRule[] = [
  {
    id: "docker-copy-not-found",
    when: ["build"],
    language: "docker",
    signal:
      /failed to (?:compute cache key|calculate checksum of ref)[^\n]{0,200}?"(?<path>[^"\n]{1,300})"[^\n]{0,20}not found|failed to walk [^\n]{1,300}: no such file or directory|lstat \/var\/lib\/docker\/tmp\/buildkit-mount\d{1,12}\/(?<path>[^\s:]{1,300}): no such file|COPY failed: (?:file not found in build context|no source files|stat )/,
    certainty: 3,
    title: "The Dockerfile copies {path|a file} that is not in the source",
    explanation: "Paths count from the build's folder; .dockerignore and .gitignore may leave the file out.",
    fix: "Correct the path, commit the file, or take it out of .dockerignore.",
    source: "captured",
    example: 'failed to compute cache key: "/dist" not found: not found',
  },
  {
    id: "docker-image-not-found",
    when: ["build"],
    language: "docker",
    signal:
      /failed to resolve source metadata for (?<image>\S{1,300}?): [^\n]{0,300}not found|(?<![\w./-])(?<image>[\w./-]{1,200}:[\w.-]{1,100}): not found|manifest for (?<image>\S{1,200}) (?:unknown|not found)|manifest (?:unknown|not found)|\/v2\/(?<image>[\w./-]{1,200}?)\/manifests\/[^\s"]{1,200}": no basic auth credentials|no basic auth credentials|denied: requested access to the resource is denied|unauthorized: authentication required|pulling from host \S{1,200} failed with status code \[manifests [^\]\n]{1,100}\]: 40[134]|insufficient_scope: authorization failed|\/v2\/[^\s"]{0,200}": (?:unauthorized|denied): |failed to fetch (?:oauth|anonymous) token: [^\n]{1,200}40[13]|unexpected status from HEAD request to \S{1,300}: 40[13]|failed to authorize: [^\n]{1,200}40[13]|pull access denied for (?<image>[^\s,]{1,200})/,
    certainty: 3,
    title: "The image {image|that is named} does not exist, or is private",
    explanation: "The registry has no image of this name and tag for somebody who is not signed in.",
    fix: "Check the name and tag in the FROM line (or image: in a Compose file). A private image needs docker login on the server; a stage of the Dockerfile needs FROM … AS its name.",
    source: "captured",
    example: "manifest for 127.0.0.1:24806/library/node:22-buster-slim not found: manifest unknown",
  },
  {
    id: "docker-rate-limit",
    when: ["build"],
    language: "docker",
    signal: /toomanyrequests:|You have reached your (?:unauthenticated )?pull rate limit/,
    certainty: 3,
    title: "Docker Hub lets this server fetch no more images for now",
    explanation: "It counts downloads by address, and allows few to those who are not signed in.",
    fix: "Wait some hours, sign in with docker login on the server, or use a mirror.",
    source: "documented",
    example:
      "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading",
  },
  {
    id: "dockerfile-parse-error",
    when: ["build"],
    language: "docker",
    signal:
      /dockerfile parse error(?: on)? line \d{1,6}: (?<what>[^\n]{1,200})|(?<what>[Uu]nknown instruction: [^\s]{1,60})|(?<what>file with no instructions|the Dockerfile \([^)\n]{1,100}\) cannot be empty|Syntax error - can't find = in[^\n]{1,100}|circular dependency detected on stage: \S{1,60}|ENV must have two arguments|unexpected end of statement while looking for matching [\w-]{1,20}|\b(?:FROM|COPY|ADD|ENV|RUN|CMD|ENTRYPOINT|EXPOSE|WORKDIR|USER|ARG|LABEL|VOLUME|SHELL|STOPSIGNAL|HEALTHCHECK) requires (?:at least|exactly|either) [\w ]{1,40} arguments?)/,
    certainty: 3,
    title: "The Dockerfile has a mistake: {what}",
    explanation: "Docker could not read it; the message names the place.",
    fix: "Correct it. Each line begins with an instruction such as RUN or COPY; a command that goes on in the next line needs a backslash (\\) at its end, before the line that is named.",
    source: "captured",
    example:
      "failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: RUNN",
  },
  {
    id: "script-not-found",
    when: ["runtime"],
    language: "docker",
    signal:
      /exec (?<file>\.{0,2}\/\S{1,300}): no such file or directory|\bexec (?<file>[\w./-]{1,300}) failed: No such file or directory|exec user process caused: no such file or directory|stat (?<file>\/[^:\s]{1,300}): no such file or directory|(?<![^\s:])(?<file>[^\s:]{1,300}): cannot execute: required file not found/,
    certainty: 2,
    title: "{file|The start command} cannot be started",
    explanation:
      "It does not exist in the image, has Windows line endings, or needs a system library that the image lacks (Alpine).",
    fix: "Check the path in CMD or ENTRYPOINT, and save scripts with LF line endings.",
    source: "captured",
    example:
      'docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/entrypoint.sh": stat /app/entrypoint.sh: no such file or directory: unknown',
  },
  {
    id: "apt-package-not-found",
    when: ["build"],
    language: "docker",
    signal:
      /E: Unable to locate package (?<package>\S{1,100})|E: Package '(?<package>[^']{1,100})' has no installation candidate/,
    certainty: 3,
    title: "There is no Debian package {package}",
    explanation:
      "It does not exist in this release of Debian or has another name there, or the lists were not fetched.",
    fix: "Run apt-get update in the same RUN line, and look its name up (libgl1-mesa-glx is libgl1 now). For another version of a language take its own image: FROM python:3.12-slim.",
    source: "captured",
    example: "E: Unable to locate package libgl1-mesa-glx-and-more",
  },
];
