import { join } from "node:path";
import { realArchives } from "./archive.ts";
import { DockerEngine } from "./docker-engine.ts";
import { realFiles } from "./files.ts";
import { makeGit } from "./git.ts";
import type { Host } from "./host.ts";
import { probeHttp, probeTcp } from "./probe.ts";
import { recordedProcesses } from "./real-processes.ts";
import { sleep } from "./sleep.ts";

/** This machine. */
export function realHost({ docker, dataFolder }: { docker: string; dataFolder: string }): Host {
  const processes = recordedProcesses(join(dataFolder, "commands"));
  return {
    now: Date.now,
    sleep,
    probeTcp,
    probeHttp,
    files: realFiles,
    processes,
    git: makeGit(processes),
    archives: realArchives,
    docker: new DockerEngine(docker),
  };
}
