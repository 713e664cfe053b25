// Runs the integration tests on Docker Engine 29 with its containerd image store, beside the machine's own Engine:
// `bun scripts/engine-29.ts [suite]`, as root on Debian or Ubuntu with Go. The binaries and the images are kept for the next time.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import Docker from "dockerode";
import { buildEngine } from "./engine-29/binaries.ts";
import { makeNetwork } from "./engine-29/network.ts";
import { cacheFolder } from "./lib/cache-folder.ts";
import { startEngine } from "./test-setup/engine.ts";
import { ENGINE_BUILD_PACKAGES, installPackages, TEST_PACKAGES, whyNotInstall } from "./test-setup/packages.ts";

// Short, because the paths of sockets below it have at most 107 characters.
const RUN_FOLDER = "/run/autostack-29";
const SOCKET = `${RUN_FOLDER}/docker.sock`;

const say = (line: string) => console.error(line);

const refusal = whyNotInstall();
if (refusal !== null || !Bun.which("go")) {
  say(`Engine 29 cannot be built here, as ${refusal ?? "Go is not installed"}.`);
  process.exit(1);
}
await installPackages({ ...TEST_PACKAGES, ...ENGINE_BUILD_PACKAGES }, say);
const folder = join(cacheFolder(), "engine-29");
await buildEngine(folder, say);
// The suite that runs decides about Ctrl-C; this process stays to stop what it started.
process.on("SIGINT", () => {});
process.exit(await runTests(process.argv[2] ?? "integration"));

async function runTests(suite: string): Promise<number> {
  const network = await makeNetwork();
  try {
    const stop = await start(network.enter);
    try {
      const tests = [process.execPath, join(import.meta.dir, "test.ts"), suite];
      const env = { ...process.env, AUTOSTACK_DOCKER: SOCKET };
      return await Bun.spawn([...network.enter, ...tests], { env, stdio: ["ignore", "inherit", "inherit"] }).exited;
    } finally {
      await stop();
    }
  } finally {
    await network.remove();
  }
}

async function start(enter: readonly string[]): Promise<() => Promise<void>> {
  await rm(RUN_FOLDER, { recursive: true, force: true });
  await mkdir(RUN_FOLDER, { recursive: true });
  const dockerd = [
    ...["dockerd", "--data-root", join(cacheFolder(), "engine-29-data"), "--exec-root", RUN_FOLDER],
    ...["--pidfile", join(RUN_FOLDER, "docker.pid"), "--host", `unix://${SOCKET}`],
  ];
  // dockerd finds containerd, its shim, runc and the proxy by the path.
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const log = join(cacheFolder(), "logs/engine-29.log");
  return startEngine(new Docker({ socketPath: SOCKET }), [...enter, ...dockerd], log, env);
}
