import { join } from "node:path";
import { cacheFolder } from "./lib/cache-folder.ts";
import { makeTestImages } from "./test-images/make.ts";
import { findEngine } from "./test-setup/engine.ts";
import { removeLeftovers } from "./test-setup/leftovers.ts";
import { installPackages, TEST_PACKAGES, whyNotInstall } from "./test-setup/packages.ts";
import { findTraefik } from "./test-setup/traefik.ts";

/** What a suite may need beside Bun. */
export type Need = "engine" | "traefik" | "chromium";

export type Setup = {
  /** Tells the tests where things are. */
  env: Record<string, string>;
  /** Why a need cannot be met on this machine. */
  problems: Map<Need, string>;
  stop: () => Promise<void>;
};

type Say = (line: string) => void;

/** Gets ready what the suites need: installs it where that is possible, finds it elsewhere. */
export async function setUpTests(say: Say): Promise<Setup> {
  const refusal = whyNotInstall();
  if (refusal === null) await installPackages(TEST_PACKAGES, say);
  else say(`Nothing is installed, as ${refusal}; the tests use what is there.`);
  const setup: Setup = { env: {}, problems: new Map(), stop: async () => {} };
  await met(setup, "engine", () => addEngine(setup, say));
  await met(setup, "traefik", async () => {
    setup.env.AUTOSTACK_TEST_TRAEFIK = await findTraefik(cacheFolder(), say);
  });
  await met(setup, "chromium", async () => {
    setup.env.AUTOSTACK_TEST_CHROMIUM = findChromium();
  });
  return setup;
}

async function met(setup: Setup, need: Need, get: () => Promise<void>): Promise<void> {
  try {
    await get();
  } catch (error) {
    setup.problems.set(need, error instanceof Error ? error.message : String(error));
  }
}

async function addEngine(setup: Setup, say: Say): Promise<void> {
  const socket = process.env.AUTOSTACK_DOCKER || "/var/run/docker.sock";
  const { docker, stop } = await findEngine(socket, join(cacheFolder(), "logs"), say);
  setup.stop = async () => {
    await removeLeftovers(docker);
    await stop();
  };
  setup.env.AUTOSTACK_DOCKER = socket;
  await removeLeftovers(docker);
  await makeTestImages(docker, cacheFolder(), say);
}

function findChromium(): string {
  const found = process.env.AUTOSTACK_TEST_CHROMIUM || Bun.which("chromium") || Bun.which("chromium-browser");
  if (!found) throw new Error("Chromium is not installed");
  return found;
}
